import sys
import requests
print(requests.post(sys.argv[1], data='hi').text)
print(requests.get(sys.argv[2]).text)
