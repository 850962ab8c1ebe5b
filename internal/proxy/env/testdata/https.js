const https = require('https');
const get = (url, method, body, agent) => new Promise((resolve, reject) => {
  const request = https.request(url, { method, agent }, (response) => {
    let text = '';
    response.on('data', (chunk) => { text += chunk; });
    response.on('end', () => resolve(text));
  });
  request.on('error', reject);
  request.end(body);
});
(async () => {
  console.log(await get(process.argv[2], 'POST', 'hi'));
  const agent = new https.Agent({ keepAlive: true });
  console.log(await get(process.argv[3], 'GET', undefined, agent));
  agent.destroy();
})();
