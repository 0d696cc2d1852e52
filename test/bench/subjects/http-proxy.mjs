import { Agent, createServer } from 'node:http'
import { createProxyServer } from 'http-proxy'

/** The plain proxy that Sosie is measured against: one process, connections kept. */
const [port, target] = process.argv.slice(2)
const proxy = createProxyServer({ target, agent: new Agent({ keepAlive: true }) })
createServer((request, response) => proxy.web(request, response).catch(() => response.destroy())).listen(
  port,
  '127.0.0.1',
)
