#!/bin/sh
# The packages of the FHIR tests, below build/, as the lock file says. Where they cannot be had nothing fails: the test
# says then that it is skipped.
folder=$1
mkdir -p "$folder" && cp tests/fhir/package.json tests/fhir/package-lock.json "$folder" || exit 0
if ! command -v npm >/dev/null 2>&1; then
  echo "npm is not there: tests/fhir will be skipped"
elif (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --fetch-retries=1 --fetch-timeout=30000 >install.log 2>&1); then
  touch "$folder/node_modules/.package-lock.json"
else
  echo "its packages could not be installed ($folder/install.log says why): tests/fhir will be skipped"
fi
exit 0
