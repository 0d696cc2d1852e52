/** One request of a journey. `{id}` stands for the last page's hidden field, `{location}` for where the last answer redirected to. */
export interface Step {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Fields to send; the token of the last page's form is added. */
  readonly form?: Readonly<Record<string, string>>
}

/** A visit: its steps run in order, with its own cookies. */
export interface Journey {
  readonly userAgent: string
  readonly steps: readonly Step[]
}

const agents = {
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  chrome:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  app: 'BoutiqueApp/2.1 (Android 12)',
  bot: 'Mozilla/5.0 (compatible; Examplebot/1.0)',
}

const get = (path: string): Step => ({ method: 'GET', path })

/** Everything an anonymous visitor can ask for with GET. */
export const anonymousPaths: readonly string[] = [
  '/',
  '/index.php?page=rayon&id=3',
  '/index.php?page=produit&id=5',
  '/index.php?page=recherche&q=miel',
  '/index.php?page=contact',
  '/index.php?page=inconnue',
  '/favicon.ico',
  '/admin/diagnostic.php',
  '/admin/entree.php',
  '/api/compte.php',
  '/api/couverture.php?id=200',
  '/api/decroissant.php',
  '/api/fiche.php',
  '/api/fidelite.php',
  '/api/filtre.php',
  '/api/fournisseurs.php',
  '/api/garde.php?d=0',
  '/api/horaires.php',
  '/api/indice.php',
  '/api/liste.php?n=2',
  '/api/marge.php?id=3',
  '/api/marge.php?id=100',
  '/api/mots.php',
  '/api/note.php?id=100',
  '/api/parcours.php',
  '/api/ping.php',
  '/api/prechargement.php',
  '/api/priorites.php',
  '/api/produit.php?id=7',
  '/api/quarante.php',
  '/api/rayons.php',
  '/api/reste.php?d=0',
  '/api/sans-cache.php',
  '/api/sans-date.php',
  '/api/slogan.php',
  '/api/statistiques.php',
  '/api/tables.php',
  '/api/tarifs.php',
  '/api/transport.php',
  '/classement.php',
  '/contact.html',
  '/dernieres.php',
  '/export.php',
  '/galerie.php',
  '/image.php',
  '/lent.php',
  '/logo.svg',
  '/promotions.php',
  '/robots.txt',
  '/rotation.php',
  '/rss.php',
  '/sortie.php',
  '/style.css',
]

/** The same pages with other parameters, none of which reveals a defect that those above do not. */
export const variedPaths: readonly string[] = [
  ...[1, 2, 4, 7, 12, 99].map((id) => `/index.php?page=rayon&id=${id}`),
  ...[1, 250, 777, 1500, 99_999].map((id) => `/index.php?page=produit&id=${id}`),
  ...['caf%C3%A9', 'l%27', 'coffret', '%3Cb%3E'].map((words) => `/index.php?page=recherche&q=${words}`),
  ...[1, 3, 50].map((n) => `/api/liste.php?n=${n}`),
  ...[1, 42, 150].map((id) => `/api/marge.php?id=${id}`),
  '/api/garde.php?d=4',
  '/api/reste.php?d=7',
  '/api/note.php?id=7',
]

const browse = (userAgent: string): Journey => ({ userAgent, steps: anonymousPaths.map(get) })

const buy: Journey = {
  userAgent: agents.chrome,
  steps: [
    get('/index.php?page=produit&id=12'),
    { method: 'POST', path: '/index.php?page=panier', form: { produit: '12' } },
    get('/index.php?page=panier'),
    get('/index.php?page=commande'),
    { method: 'POST', path: '/index.php?page=commande', form: { adresse: '3, rue de l’Église' } },
    get('/index.php?page=commande&id={id}'),
  ],
}

const manage: Journey = {
  userAgent: agents.firefox,
  steps: [
    get('/admin/index.php'),
    get('/admin/entree.php'),
    { method: 'POST', path: '/admin/entree.php', form: { mot_de_passe: 'sesame' } },
    get('/admin/index.php'),
    get('/admin/avis.php'),
    { method: 'POST', path: '/admin/avis.php', form: { texte: 'Très bon' } },
    get('{location}'),
    { method: 'POST', path: '/admin/avis.php', form: { texte: 'Excellent', id: '{id}' } },
    get('{location}'),
  ],
}

const app: Journey = {
  userAgent: agents.app,
  steps: ['/api/ping.php', '/api/produit.php?id=7', '/api/quarante.php', '/api/marge.php?id=3'].map(get),
}

/** One round of all journeys; a demo runs several. */
export const journeys: readonly Journey[] = [browse(agents.firefox), buy, app, browse(agents.bot), app, buy, manage]
