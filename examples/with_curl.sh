#!/usr/bin/env bash
# Asks over plain HTTP: a question, a search, the documents, and MCP without a client.
set -euo pipefail
url=${ASSISTANT_URL:-http://127.0.0.1:7860}
question=${1:?usage: with_curl.sh QUESTION}
quoted=$(python3 -c 'import json, sys; print(json.dumps(sys.argv[1]))' "$question")
send=(curl --silent --show-error --fail-with-body --header "Content-Type: application/json")
if [ -n "${ASSISTANT_TOKEN:-}" ]; then
  send+=(--header "Authorization: Bearer $ASSISTANT_TOKEN")
fi

"${send[@]}" "$url/api/ask" --data "{\"question\": $quoted}"
echo
"${send[@]}" "$url/api/search" --data "{\"query\": $quoted, \"k\": 3}"
echo
"${send[@]}" "$url/api/documents" --output /dev/null --write-out "documents: %{http_code}\n"
"${send[@]}" "$url/mcp" --header "Accept: application/json, text/event-stream" --data \
  "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/call\", \"params\": {\"name\": \"search\", \"arguments\": {\"query\": $quoted}}}"
echo
