import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

class Client {
    public static void main(String[] args) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest post = HttpRequest.newBuilder(URI.create(args[0])).POST(HttpRequest.BodyPublishers.ofString("hi")).build();
        System.out.println(client.send(post, HttpResponse.BodyHandlers.ofString()).body());
        System.out.println(new String(URI.create(args[1]).toURL().openStream().readAllBytes()));
    }
}
