/** Number of posts, enough for archives of several pages. */
const posts = 36

const categories = [
  ['epicerie', 'Épicerie & conserves'],
  ['boissons', 'Boissons'],
  ['recettes', 'Recettes d’hiver'],
] as const
const tags = ['bio', 'sans-gluten', 'fete'] as const
const subjects = ['Miel', 'Confiture', 'Sirop', 'Thé', 'Nougat', 'Pâté']

/** Yields content as SQL for WordPress 6.1's tables. It is added after the installer ran, whose own post and page stay. */
export function* contentSql(): Generator<string> {
  yield "UPDATE wp_options SET option_value = '/%year%/%monthnum%/%postname%/' WHERE option_name = 'permalink_structure'"
  yield "DELETE FROM wp_options WHERE option_name = 'rewrite_rules'"
  for (const [index, [slug, name]] of categories.entries()) yield* term(firstTerm + index, slug, name, 'category')
  for (const [index, slug] of tags.entries()) yield* term(firstTag + index, slug, slug, 'post_tag')
  for (let number = 0; number < posts; number += 1) yield* post(number)
  yield page(firstPost + posts, 'livraison', 'Livraison', delivery)
  yield page(firstPost + posts + 1, 'mentions-legales', 'Mentions légales', '<p>Siège : 3, rue de l’Église.</p>')
  yield 'UPDATE wp_term_taxonomy t SET count = (SELECT COUNT(*) FROM wp_term_relationships r WHERE r.term_taxonomy_id = t.term_taxonomy_id)'
  yield "UPDATE wp_posts p SET comment_count = (SELECT COUNT(*) FROM wp_comments c WHERE c.comment_post_ID = p.ID AND c.comment_approved = '1')"
}

const firstTerm = 10
const firstTag = 20
const firstPost = 100

function* term(id: number, slug: string, name: string, taxonomy: string): Generator<string> {
  yield `INSERT INTO wp_terms (term_id, name, slug) VALUES (${id}, ${text(name)}, ${text(slug)})`
  yield `INSERT INTO wp_term_taxonomy (term_taxonomy_id, term_id, taxonomy, description) VALUES (${id}, ${id}, ${text(taxonomy)}, '')`
}

function* post(number: number): Generator<string> {
  const id = firstPost + number
  const special = number === 25
  const subject = subjects[number % subjects.length] ?? ''
  const title = special ? 'Coffret de Noël' : `${subject} n° ${number} : « l’essentiel »`
  const slug = special ? 'coffret-de-noel' : `${subject.normalize('NFD').replace(/[^\w]/g, '').toLowerCase()}-${number}`
  const month = special ? 3 : (number % 3) + 1
  const date = `2024-0${month}-${String((number % 27) + 1).padStart(2, '0')} 0${number % 10}:15:00`
  yield row(id, 'post', slug, title, body(number, special ? '49,90 €' : `${number},50 €`), date)
  const terms = [firstTerm + (number % categories.length), firstTag + (number % tags.length)]
  for (const termId of terms) yield `INSERT INTO wp_term_relationships VALUES (${id}, ${termId}, 0)`
  for (let reply = 0; reply < number % 4; reply += 1) yield comment(id, number, reply, date)
}

function body(number: number, price: string): string {
  return (
    `<!-- wp:paragraph -->\n<p>Récolté en 20${10 + (number % 10)} &amp; affiné ${number} mois. Prix : ${price}.</p>\n<!-- /wp:paragraph -->\n\n` +
    `<!-- wp:list --><ul><li>Poids : ${number * 10} g</li><li>Référence <code>REF-${number}</code></li></ul><!-- /wp:list -->\n\n` +
    '<!-- wp:quote -->\n<blockquote class="wp-block-quote"><p>"Le meilleur", dit-elle -- et elle s\'y connaît...</p></blockquote>\n<!-- /wp:quote -->\n\n' +
    `<!-- wp:more --><!--more--><!-- /wp:more -->\n\n<!-- wp:table --><figure class="wp-block-table"><table><tbody><tr><td>Stock</td><td>${(number * 37) % 90}</td></tr></tbody></table></figure><!-- /wp:table -->`
  )
}

const delivery =
  '<p>Livraison en 48 h.</p>\n\n<ul><li>France : 4,90 €</li><li>Belgique : 7,90 €</li></ul>\n\n<p>Au-delà de 60 €, elle est offerte.</p>'

function page(id: number, slug: string, title: string, content: string): string {
  return row(id, 'page', slug, title, content, '2024-01-02 09:00:00')
}

function row(id: number, type: string, slug: string, title: string, content: string, date: string): string {
  return (
    'INSERT INTO wp_posts (ID, post_author, post_date, post_date_gmt, post_content, post_title, post_excerpt, post_status, post_name, to_ping, ' +
    'pinged, post_modified, post_modified_gmt, post_content_filtered, guid, post_type) VALUES ' +
    `(${id}, 1, '${date}', '${date}', ${text(content)}, ${text(title)}, '', 'publish', ${text(slug)}, '', '', '${date}', '${date}', '', ` +
    `'http://wordpress.example/?p=${id}', '${type}')`
  )
}

function comment(postId: number, number: number, reply: number, date: string): string {
  return (
    'INSERT INTO wp_comments (comment_post_ID, comment_author, comment_author_email, comment_date, comment_date_gmt, comment_content) VALUES ' +
    `(${postId}, 'Lecteur ${reply}', 'lecteur${reply}@example.org', '${date}', '${date}', ${text(`Très bon, même le n° ${number} !`)})`
  )
}

function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
