import { isOpen, type Severity } from '../../src/model/finding.js'
import type {
  ExamplePair,
  ExampleSide,
  GateDecision,
  ReportedFinding,
  ReportedRoute,
  RunReport,
} from '../../src/model/report.js'
import { anExampleSql, aSequence } from './statements.js'

/** A finding with nothing special about it. */
export function aFinding(over: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    id: 'f00d',
    cause: 'php-division-by-zero',
    signature: '/var/www/shop/price.php:12',
    severity: 'critical',
    state: 'new',
    proof: 'log',
    title: 'Division by zero in price.php:12',
    routes: [{ route: 'GET /', count: 1 }],
    clients: [{ client: 'Firefox', count: 1 }],
    count: 1,
    firstSeen: '2026-11-23T08:00:01.000Z',
    lastSeen: '2026-11-23T08:00:01.000Z',
    evidence: {},
    fix: '',
    examples: ['p1'],
    ...over,
  }
}

export function aSide(over: Partial<ExampleSide> = {}): ExampleSide {
  const text = over.text ?? ''
  return { status: 200, ms: 40, size: text.length, text, log: [], statements: 0, ...over }
}

export function anExample(
  over: Partial<Omit<ExamplePair, 'legacy' | 'candidate'>> & {
    legacy?: Partial<ExampleSide>
    candidate?: Partial<ExampleSide>
  } = {},
): ExamplePair {
  return {
    id: 'p1',
    route: 'GET /',
    target: '/',
    differences: [],
    ...over,
    legacy: aSide(over.legacy),
    candidate: aSide(over.candidate),
  }
}

export function aRoute(over: Partial<ReportedRoute> = {}): ReportedRoute {
  return {
    route: 'GET /',
    pairs: 10,
    mismatch: 0,
    legacyMs: { p50: 20, p95: 30, p99: 40 },
    candidateMs: { p50: 20, p95: 30, p99: 40 },
    controlMs: null,
    ratio: { median: 1, low: 0.9, high: 1.1 },
    comparedWith: 'legacy',
    sharePercent: 10,
    ...over,
  }
}

/** A gate that says no for these reasons, and yes without any. */
export function aGate(...reasons: readonly string[]): GateDecision {
  return { passed: reasons.length === 0, reasons, checks: [], remarks: [] }
}

/** A run of a passed gate without any finding. */
export function aRunReport(over: Partial<RunReport> = {}): RunReport {
  return {
    schema: 1,
    notes: [],
    run: {
      id: 'run-1',
      kind: 'shadow',
      startedAt: '2026-11-23T08:00:00.000Z',
      endedAt: '2026-11-23T08:10:00.000Z',
      legacy: 'http://legacy.test:8001',
      candidate: 'http://candidate.test:8101',
      control: null,
      versions: { sosie: '0.1.0', node: '20.19.0', causes: '1' },
    },
    totals: {
      requests: 10,
      mirrored: 10,
      notMirrored: {},
      compared: 10,
      incomparable: {},
      match: 10,
      noise: 0,
      mismatch: 0,
      unsettled: 0,
    },
    gate: aGate(),
    withdrawn: [],
    noise: [],
    noiseWarnings: [],
    findings: [],
    routes: [],
    routesNotCompared: [],
    ...over,
  }
}

/** A morning of a French shop: what a real report holds, from proven and grave to small and not explained. */
export function aShopReport(): RunReport {
  const findings = [
    categoryCache(),
    errorTextInPrice(),
    cutShortProduct(),
    emptyStatistics(),
    bestSellersCache(),
    missingCart(),
    stockAsText(),
    otherSorting(),
    lostAttribute(),
    acceptedHeader(),
  ]
  return aRunReport({
    run: {
      id: '2026-11-23-0800-shadow',
      kind: 'shadow',
      startedAt: '2026-11-23T08:00:00.000Z',
      endedAt: '2026-11-23T10:14:20.000Z',
      legacy: 'http://legacy.boutique.test:8001',
      candidate: 'http://candidate.boutique.test:8101',
      control: 'http://control.boutique.test:8201',
      versions: { sosie: '0.1.0', node: '20.19.0', causes: '1' },
    },
    totals: {
      requests: 15_873,
      mirrored: 12_431,
      notMirrored: { 'unsafe-method': 2101, 'queue-full': 37, 'client-aborted': 304, 'sampled-out': 1000 },
      compared: 12_402,
      incomparable: { timeout: 21, 'unpaired-session': 8 },
      match: 10_644,
      noise: 961,
      mismatch: 797,
      unsettled: 0,
    },
    gate: {
      ...aGate('6 critical findings, 5 of them proven.', '3 major findings, 0 of them proven.'),
      checks: [
        {
          rule: 'critical',
          reasons: ['6 critical findings, 5 of them proven.'],
          findings: openIds(findings, 'critical'),
        },
        { rule: 'major', reasons: ['3 major findings, 0 of them proven.'], findings: openIds(findings, 'major') },
      ],
    },
    findings,
    routes: shopRoutes(),
  })
}

function openIds(findings: readonly ReportedFinding[], severity: Severity): string[] {
  return findings.filter((finding) => isOpen(finding) && finding.severity === severity).map(({ id }) => id)
}

function categoryCache(): ReportedFinding {
  return aFinding({
    id: '9c41e07ab2d3',
    cause: 'query-cache-dependence',
    proof: 'probe',
    title: '41 times the same statement that legacy answers from its query cache',
    routes: [
      { route: 'GET /index.php?page=categorie', count: 318 },
      { route: 'GET /index.php?page=accueil', count: 204 },
      { route: 'GET /index.php?page=recherche', count: 77 },
    ],
    clients: [
      { client: 'Chrome', count: 391 },
      { client: 'Safari', count: 120 },
      { client: 'bot', count: 88 },
    ],
    count: 599,
    lastSeen: '2026-11-23T10:14:02.000Z',
    evidence: {
      route: 'GET /index.php?page=categorie',
      statements: 87,
      identical: 41,
      sql:
        'SELECT p.id, p.nom, p.prix_ttc, COUNT(a.id) AS avis FROM produits p LEFT JOIN avis a ON a.produit_id = p.id ' +
        "WHERE p.categorie_id = 7 AND p.statut IN ('visible', 'promo') AND p.vendu_le BETWEEN '2026-01-01' AND '2026-11-23' " +
        'GROUP BY p.id ORDER BY avis DESC LIMIT 12',
      legacyCachedMs: 9.84,
      legacyUncachedMs: 1184.2,
      candidateMs: 1251.66,
      sharePercent: 95,
      method: 'tap',
      repeats: 5,
      callers: ['lib/categorie.php:88', 'templates/menu.php:21'],
    },
    fix: 'Run the statement once per request and keep its result (a static variable or a property); cache it in the application or add an index where it stays slow.',
    examples: ['p-00118', 'p-00231'],
    example: anExample({
      id: 'p-00118',
      route: 'GET /index.php?page=categorie',
      target: '/index.php?page=categorie&id=7',
      legacy: { ms: 71, text: '<h1>Confitures</h1>\n', size: 18_422, statements: 87 },
      candidate: { ms: 1402, text: '<h1>Confitures</h1>\n', size: 18_422, statements: 87 },
      sql: anExampleSql({
        legacy: aSequence(['SELECT id, nom FROM categories', 0.8], ...reviewed(0.22)),
        candidate: aSequence(['SELECT id, nom FROM categories', 1.1], ...reviewed(30.5)),
      }),
    }),
  })
}

const reviewed = (ms: number): (readonly [string, number])[] =>
  Array.from({ length: 41 }, () => ['SELECT p.id, COUNT(a.id) AS avis FROM produits p GROUP BY p.id', ms] as const)

function bestSellersCache(): ReportedFinding {
  return aFinding({
    id: '51d0c2be7f66',
    cause: 'query-cache-dependence',
    proof: 'none',
    title: 'a statement that legacy answers from its query cache',
    routes: [{ route: 'GET /meilleures-ventes', count: 44 }],
    clients: [{ client: 'Chrome', count: 44 }],
    count: 44,
    evidence: {
      route: 'GET /meilleures-ventes',
      statements: 6,
      identical: 1,
      sql: 'SELECT produit_id, SUM(quantite) AS vendus FROM lignes_commande GROUP BY produit_id ORDER BY vendus DESC LIMIT 20',
      legacyCachedMs: 0.31,
      legacyUncachedMs: null,
      candidateMs: 412.4,
      sharePercent: null,
    },
    fix: 'Cache it in the application or add an index where it stays slow.',
    examples: ['p-00702'],
  })
}

const productPage = (review: string): string => `<!doctype html>
<html lang="fr">
<head><title>Confiture d'abricots — La Boutique</title></head>
<body>
  <nav>
    <a href="/">Accueil</a>
    <a href="/index.php?page=categorie&id=7">Confitures</a>
    <a href="/index.php?page=categorie&id=8">Miels</a>
    <a href="/index.php?page=categorie&id=9">Thés</a>
    <a href="/index.php?page=panier">Panier</a>
  </nav>
  <h1>Confiture d'abricots</h1>
  <p class="prix">4,90 €</p>
  <p>Abricots du Roussillon, sucre de canne.</p>
  ${review}`

const reviewsAndFooter = `<p class="note">Note moyenne : INF / 5 (0 avis)</p>
  <form action="/panier" method="post">
    <input type="number" name="quantite" value="1">
    <button>Ajouter au panier</button>
  </form>
  <footer>Livraison offerte dès 60 €</footer>
</body>
</html>
`

function cutShortProduct(): ReportedFinding {
  const [legacy, candidate] = [productPage(reviewsAndFooter), productPage('<p class="note">Note moyenne : ')]
  return divisionByZero({
    id: '2ab7745f90c1',
    file: '/srv/boutique/templates/produit.php',
    line: 57,
    face: 'cut-short',
    proof: 'log',
    count: 146,
    routes: [{ route: 'GET /produit/{id}', count: 146 }],
    example: anExample({
      id: 'p-00391',
      route: 'GET /produit/{id}',
      target: '/produit/1207',
      differences: [
        {
          part: 'body',
          kind: 'cut-short',
          path: `character ${candidate.length}`,
          legacy: legacy.slice(candidate.trimEnd().length, candidate.length + 40),
          candidate: candidate.slice(-60),
        },
      ],
      legacy: {
        ms: 34,
        text: legacy,
        size: 1161,
        statements: 9,
        log: ['PHP Warning:  Division by zero in /srv/boutique/templates/produit.php on line 57'],
      },
      candidate: {
        ms: 29,
        text: candidate,
        size: 742,
        statements: 9,
        log: [
          'PHP Fatal error:  Uncaught DivisionByZeroError: Division by zero in /srv/boutique/templates/produit.php:57',
          'Stack trace:\n#0 /srv/boutique/index.php(31): include()\n#1 {main}',
        ],
      },
    }),
  })
}

function errorTextInPrice(): ReportedFinding {
  return divisionByZero({
    id: '7e11f4a8d0b9',
    file: '/srv/boutique/lib/prix.php',
    line: 42,
    face: 'error-text',
    proof: 'signature',
    count: 172,
    routes: Array.from({ length: 8 }, (_, at) => ({ route: `GET /promotions/page-${at + 1}`, count: 40 - 4 * at })),
    example: anExample({
      id: 'p-00207',
      route: 'GET /promotions/{id}',
      target: '/promotions/3',
      differences: [
        {
          part: 'body',
          kind: 'value',
          path: 'ul > li:nth-child(2)',
          legacy: 'Remise : INF %',
          candidate: 'Fatal error',
        },
        { part: 'body', kind: 'missing', path: 'ul > li:nth-child(3)', legacy: 'Miel de lavande, 7,20 €' },
      ],
      legacy: {
        ms: 22,
        text: '<ul>\n<li>Thé vert, 5,10 € au lieu de 6,00 €</li>\n<li>Remise : INF %</li>\n<li>Miel de lavande, 7,20 €</li>\n</ul>\n',
        size: 120,
      },
      candidate: {
        ms: 20,
        text: '<ul>\n<li>Thé vert, 5,10 € au lieu de 6,00 €</li>\n<li>Remise : <b>Fatal error</b>: Uncaught DivisionByZeroError: Division by zero in /srv/boutique/lib/prix.php:42\n',
        size: 161,
      },
    }),
  })
}

function emptyStatistics(): ReportedFinding {
  return divisionByZero({
    id: '0d93b6aa41ce',
    file: '/srv/boutique/admin/statistiques.php',
    line: 118,
    face: 'empty-500',
    proof: 'log',
    count: 12,
    routes: [{ route: 'GET /admin/statistiques', count: 12 }],
    example: anExample({
      id: 'p-01544',
      route: 'GET /admin/statistiques',
      target: '/admin/statistiques?mois=11',
      differences: [{ part: 'status', kind: 'value', path: 'status', legacy: '200', candidate: '500' }],
      legacy: { ms: 210, text: '<h1>Novembre</h1>\n<p>Panier moyen : NAN €</p>\n', size: 48, statements: 14 },
      candidate: {
        status: 500,
        ms: 180,
        text: '',
        size: 0,
        statements: 11,
        log: [
          'PHP Fatal error:  Uncaught DivisionByZeroError: Division by zero in /srv/boutique/admin/statistiques.php:118',
        ],
      },
    }),
  })
}

interface ADivision extends Pick<ReportedFinding, 'id' | 'proof' | 'count' | 'routes'> {
  readonly file: string
  readonly line: number
  readonly face: string
  readonly example: ExamplePair
}

function divisionByZero({ file, line, face, ...finding }: ADivision): ReportedFinding {
  return aFinding({
    ...finding,
    title: `Division by zero in ${file.split('/').at(-1) ?? file}:${line}`,
    clients: [
      { client: 'Chrome', count: finding.count - 3 },
      { client: 'Safari', count: 3 },
    ],
    lastSeen: '2026-11-23T10:11:40.000Z',
    evidence: { file, line, message: 'Division by zero', face },
    fix: 'Guard the divisor before the division: `$b == 0 ? 0 : $a / $b`, or `fdiv($a, $b)` where INF is really meant.',
    examples: [finding.example.id],
  })
}

function missingCart(): ReportedFinding {
  return unexplained({
    id: 'b3550c9817ee',
    severity: 'critical',
    proof: 'log',
    title: 'TypeError in panier.php:19: count(): Argument #1 ($value) must be of type Countable|array, null given',
    count: 31,
    routes: [{ route: 'GET /index.php?page=panier', count: 31 }],
    evidence: {
      file: '/srv/boutique/lib/panier.php',
      line: 19,
      message: 'TypeError: count(): Argument #1 ($value) must be of type Countable|array, null given',
    },
    example: anExample({
      id: 'p-00811',
      target: '/index.php?page=panier',
      differences: [{ part: 'status', kind: 'value', path: 'status', legacy: '200', candidate: '500' }],
      legacy: { ms: 18, text: '<p>Votre panier est vide.</p>\n', size: 30 },
      candidate: { status: 500, ms: 15, text: '', size: 0, log: ['PHP Fatal error:  Uncaught TypeError: count()'] },
    }),
  })
}

function stockAsText(): ReportedFinding {
  return unexplained({
    id: 'e82f90417a5b',
    title: 'Other type in GET /api/produits/{id}',
    count: 389,
    routes: [{ route: 'GET /api/produits/{id}', count: 389 }],
    evidence: { places: 2, firstPlace: '$.stock' },
    example: anExample({
      id: 'p-00950',
      target: '/api/produits/12',
      differences: [
        { part: 'body', kind: 'type', path: '$.stock', legacy: '"5"', candidate: '5' },
        { part: 'body', kind: 'type', path: '$.prix', legacy: '"4.90"', candidate: '4.9' },
      ],
      legacy: { ms: 9, text: '{"id":12,"nom":"Miel de sapin","stock":"5","prix":"4.90","tags":[]}', size: 67 },
      candidate: { ms: 9, text: '{"id":12,"nom":"Miel de sapin","stock":5,"prix":4.9,"tags":[]}', size: 62 },
    }),
  })
}

function otherSorting(): ReportedFinding {
  return unexplained({
    id: '4410de7b3c28',
    title: 'Other order in GET /recherche',
    count: 48,
    routes: [{ route: 'GET /recherche', count: 48 }],
    evidence: { places: 1, firstPlace: 'ol.resultats' },
    example: anExample({
      id: 'p-01201',
      target: '/recherche?q=the',
      differences: [{ part: 'body', kind: 'order', path: 'ol.resultats' }],
      legacy: { ms: 55, text: '<ol>\n<li>Thé vert</li>\n<li>Thé noir</li>\n<li>Théière</li>\n</ol>\n', size: 70 },
      candidate: { ms: 51, text: '<ol>\n<li>Thé noir</li>\n<li>Thé vert</li>\n<li>Théière</li>\n</ol>\n', size: 70 },
    }),
  })
}

function lostAttribute(): ReportedFinding {
  return unexplained({
    id: 'a907c1f25d3e',
    title: 'set-cookie langue: content missing in GET /',
    count: 16,
    routes: [{ route: 'GET /', count: 16 }],
    evidence: { places: 1, firstPlace: 'langue SameSite' },
    example: anExample({
      id: 'p-00004',
      differences: [{ part: 'cookies', kind: 'missing', path: 'langue SameSite', legacy: 'Lax' }],
    }),
  })
}

function acceptedHeader(): ReportedFinding {
  return unexplained({
    id: 'c1d4a0072fb8',
    severity: 'minor',
    state: 'accepted',
    title: 'x-powered-by: other content in GET /',
    count: 12_402,
    evidence: { places: 1, firstPlace: 'x-powered-by' },
  })
}

function unexplained(over: Partial<ReportedFinding>): ReportedFinding {
  return aFinding({
    cause: 'unexplained',
    severity: 'major',
    proof: 'none',
    clients: [{ client: 'Chrome', count: over.count ?? 1 }],
    lastSeen: '2026-11-23T09:58:12.000Z',
    fix: 'Look at the example side by side; the error log and the statements of the candidate are kept with it.',
    ...over,
  })
}

function shopRoutes(): ReportedRoute[] {
  const ms = (p50: number, p95: number, p99: number): ReportedRoute['legacyMs'] => ({ p50, p95, p99 })
  return [
    aRoute({
      route: 'GET /index.php?page=categorie',
      pairs: 1318,
      mismatch: 0,
      legacyMs: ms(68, 110, 164),
      candidateMs: ms(1388, 1904, 2411),
      ratio: { median: 19.4, low: 17.2, high: 22.1 },
      sharePercent: 61.2,
    }),
    aRoute({
      route: 'GET /index.php?page=accueil',
      pairs: 4104,
      mismatch: 16,
      legacyMs: ms(41, 77, 102),
      candidateMs: ms(112, 230, 371),
      ratio: { median: 2.7, low: 2.4, high: 3.1 },
      sharePercent: 20.4,
    }),
    aRoute({
      route: 'GET /produit/{id}',
      pairs: 3960,
      mismatch: 146,
      legacyMs: ms(33.4, 51, 88),
      candidateMs: ms(28.1, 44, 71),
      ratio: { median: 0.84, low: 0.79, high: 0.9 },
      sharePercent: 9.6,
    }),
    aRoute({
      route: 'GET /api/produits/{id}',
      pairs: 2601,
      mismatch: 389,
      legacyMs: ms(8.7, 14, 22),
      candidateMs: ms(8.9, 13, 21),
      ratio: { median: 1.01, low: 0.96, high: 1.07 },
      sharePercent: 3.1,
    }),
    aRoute({
      route: 'GET /recherche',
      pairs: 407,
      mismatch: 48,
      legacyMs: ms(55, 98, 140),
      candidateMs: ms(51, 93, 155),
      ratio: { median: 0.95, low: 0.81, high: 1.16 },
      sharePercent: 2.4,
    }),
    aRoute({
      route: 'GET /admin/statistiques',
      pairs: 12,
      mismatch: 12,
      legacyMs: ms(210, 260, 260),
      candidateMs: ms(181, 220, 220),
      ratio: null,
      sharePercent: 0.2,
    }),
  ]
}
