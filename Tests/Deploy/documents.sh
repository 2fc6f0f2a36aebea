# The documents: their links lead somewhere, and what they name is there.
source Tests/Deploy/lib.sh
need python3
python3 Tests/Deploy/documents.py
printf 'passed\n'
