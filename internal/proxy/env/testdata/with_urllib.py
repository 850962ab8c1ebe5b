import sys
from urllib.request import urlopen
print(urlopen(sys.argv[1], b'hi').read().decode())
print(urlopen(sys.argv[2]).read().decode())
