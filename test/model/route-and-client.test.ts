import { expect, test } from '@jest/globals'
import { clientOf } from '../../src/model/client.js'
import { routeOf } from '../../src/model/route.js'
import { imbalances, type Totals } from '../../src/model/run.js'

test.each([
  ['/product/12', 'GET /product/{id}'],
  ['/u/3fa85f64-5717-4562-b3fc-2c963f66afa6', 'GET /u/{uuid}'],
  ['/a/0123456789abcdef0', 'GET /a/{hash}'],
  ['/deadbeefdeadbeef', 'GET /deadbeefdeadbeef'],
  ['/news/2021-07-01', 'GET /news/{date}'],
  ['/m/a%40b.fr', 'GET /m/{email}'],
  ['/index.php?page=cart&id=3', 'GET /index.php?page=cart'],
  ['/index.php?id=3', 'GET /index.php'],
  ['/%zz?page=%zz', 'GET /%zz?page=%zz'],
  ['/?c=order&a=list&id=7', 'GET /?c=order&a=list'],
  ['/shop/index.php?c=order&a=show&id=7', 'GET /shop/index.php?c=order&a=show'],
  ['/front/?v=members', 'GET /front/?v=members'],
  ['/index.php?/category/2', 'GET /index.php?/category/{id}'],
  ['/index.php?/list/3,1,2&start=10', 'GET /index.php?/list/{ids}'],
  ['/?/picture/17/category/4', 'GET /?/picture/{id}/category/{id}'],
  ['/?q=node/12/edit', 'GET /?q=node/{id}/edit'],
  ['/index.php?route=product/category/12', 'GET /index.php?route=product/category/{id}'],
  ['/?q=red+shoes', 'GET /'],
  ['/?s=shoes', 'GET /'],
  ['/?c=7&v=1.2', 'GET /'],
  ['/style.css?v=beta', 'GET /style.css'],
  ['/search.php?c=books&a=all', 'GET /search.php'],
  ['/index.php?utm_source=mail&lang=fr', 'GET /index.php'],
])('%s is the route %s', (target, route) => {
  expect(routeOf('GET', target)).toBe(route)
})

test.each([
  [undefined, 'unknown'],
  ['Mozilla/5.0 (X11) Gecko/20100101 Firefox/128.0', 'Firefox'],
  ['Mozilla/5.0 AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0', 'Edge'],
  ['Mozilla/5.0 (compatible; Googlebot/2.1)', 'bot'],
  ['BoutiqueApp/2.1 (Android)', 'BoutiqueApp'],
])('%s is the client %s', (agent, client) => {
  expect(clientOf(agent)).toBe(client)
})

test('books that do not add up say where', () => {
  const totals: Totals = {
    requests: 3,
    mirrored: 2,
    notMirrored: { shutdown: 1 },
    compared: 2,
    incomparable: {},
    match: 1,
    noise: 0,
    mismatch: 0,
  }
  expect(imbalances(totals)).toEqual(['compared = match + noise + mismatch: 2 is not 1'])
})
