import { request } from 'undici'
import { wordpressHost } from '../applications/wordpress.js'

/** What anonymous visitors, feed readers, search engines and REST clients ask a WordPress for. */
export const wordpressPaths: readonly string[] = [
  '/',
  '/page/2/',
  '/page/99/',
  '/2024/03/coffret-de-noel/',
  '/2024/01/miel-0/',
  '/2024/02/confiture-1/',
  '/2024/03/sirop-2/',
  '/2024/01/the-3/',
  '/2024/02/nougat-4/',
  '/2024/03/pate-5/',
  '/?p=100',
  '/?p=99999',
  '/livraison/',
  '/mentions-legales/',
  '/livraison',
  '/category/epicerie/',
  '/category/epicerie/page/2/',
  '/category/boissons/',
  '/category/recettes/',
  '/tag/bio/',
  '/author/admin/',
  '/2024/',
  '/2024/02/',
  '/2024/02/10/',
  '/?s=miel',
  '/?s=th%C3%A9',
  '/?s=rien-de-tel',
  '/feed/',
  '/feed/atom/',
  '/feed/rdf/',
  '/comments/feed/',
  '/category/boissons/feed/',
  '/2024/03/pate-5/feed/',
  '/?s=miel&feed=rss2',
  '/wp-json/',
  '/wp-json/wp/v2/posts',
  '/wp-json/wp/v2/posts?per_page=3&page=2',
  '/wp-json/wp/v2/posts/103',
  '/wp-json/wp/v2/posts/99999',
  '/wp-json/wp/v2/posts?search=nougat',
  '/wp-json/wp/v2/pages',
  '/wp-json/wp/v2/categories',
  '/wp-json/wp/v2/tags',
  '/wp-json/wp/v2/comments',
  '/wp-json/wp/v2/users',
  '/wp-json/wp/v2/types',
  '/wp-json/wp/v2/taxonomies',
  '/wp-json/wp/v2/search?search=miel',
  '/wp-json/wp/v2/settings',
  '/wp-json/oembed/1.0/embed?url=http%3A%2F%2Fwordpress.example%2F2024%2F01%2Fmiel-0%2F',
  '/wp-json/nope',
  '/wp-login.php',
  '/wp-login.php?action=lostpassword',
  '/wp-admin/',
  '/wp-sitemap.xml',
  '/wp-sitemap-posts-post-1.xml',
  '/robots.txt',
  '/favicon.ico',
  '/rien-ici/',
  '/xmlrpc.php',
  '/wp-includes/js/underscore.min.js',
  '/wp-includes/css/dashicons.min.css',
]

/** Asks for every path, several at once, and returns the number of answered requests. */
export async function visitWordpress(baseUrl: string, visitors: number): Promise<number> {
  const waiting = [...wordpressPaths]
  let answered = 0
  const visitor = async (): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const { body } = await request(`${baseUrl}${path}`, { headers: { host: wordpressHost, 'user-agent': agent } })
      await body.dump({ limit: Number.MAX_SAFE_INTEGER })
      answered += 1
    }
  }
  await Promise.all(Array.from({ length: visitors }, visitor))
  return answered
}

const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
