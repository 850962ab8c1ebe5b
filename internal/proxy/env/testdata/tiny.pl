use strict;
use HTTP::Tiny;
my $http = HTTP::Tiny->new(verify_SSL => 1);
print $http->post($ARGV[0], { content => 'hi' })->{content}, "\n";
print $http->get($ARGV[1])->{content}, "\n";
