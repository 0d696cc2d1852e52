/** Number of rows per table, enough for a statement over the order lines to take several milliseconds. */
const sizes = { categories: 12, produits: 1500, lignes: 24_000, fournisseurs: 80, livraisons: 12_000 }
const rowsAtOnce = 500

const categories = [
  'Épicerie fine',
  'Thés & infusions',
  'Cafés',
  'Chocolats',
  'Confitures',
  'Huiles d’olive',
  'Vins',
  'Bières artisanales',
  'Fromages',
  'Charcuterie',
  'Pâtisserie',
  'Coffrets cadeaux',
]
const nouns = ['Crème', 'Gelée', 'Coffret', 'Sirop', 'Pâté', 'Miel', 'Café', 'Thé', 'Sablé', 'Nougat']
const qualities = ['des Cévennes', 'à l’ancienne', 'de Noël', 'fumé', 'bio', 'du Périgord', 'extra', 'maison']

/** Yields the boutique's database in legacy's SQL: definitions, then rows, the same on every call. */
export function* seedSql(): Generator<string> {
  yield* definitions
  yield* inserts(
    'categories',
    categories.map((name, index) => [index + 1, name]),
  )
  yield* inserts(
    'produits',
    Array.from({ length: sizes.produits }, (_, index) => product(index + 1)),
  )
  yield* inserts(
    'lignes',
    Array.from({ length: sizes.lignes }, (_, index) => orderLine(index + 1)),
  )
  yield* inserts(
    'fournisseurs',
    Array.from({ length: sizes.fournisseurs }, (_, index) => [supplierCode(index), `Maison n° ${index + 1}`]),
  )
  yield* inserts(
    'livraisons',
    Array.from({ length: sizes.livraisons }, (_, index) => delivery(index + 1)),
  )
}

/**
 * Changes to the tables after they were loaded into the new server, as in most migrations: somebody began to convert them to utf8mb4 and did
 * not finish.
 */
export const afterMigration: readonly string[] = ['ALTER TABLE fournisseurs CONVERT TO CHARACTER SET utf8mb4']

const definitions = [
  'CREATE TABLE categories (id INT PRIMARY KEY, nom VARCHAR(80) NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=latin1',
  `CREATE TABLE produits (id INT PRIMARY KEY, categorie_id INT NOT NULL, nom VARCHAR(120) NOT NULL, prix DECIMAL(8,2) NOT NULL,
   stock INT NOT NULL, note FLOAT NOT NULL, image VARCHAR(120) NOT NULL, cree_le DATETIME NOT NULL,
   KEY categorie (categorie_id)) ENGINE=InnoDB DEFAULT CHARSET=utf8`,
  `CREATE TABLE lignes (id INT PRIMARY KEY, produit_id INT NOT NULL, quantite INT NOT NULL, remise INT NOT NULL)
   ENGINE=InnoDB DEFAULT CHARSET=utf8`,
  `CREATE TABLE paniers (session VARCHAR(64) NOT NULL, produit_id INT NOT NULL, quantite INT NOT NULL,
   PRIMARY KEY (session, produit_id)) ENGINE=InnoDB DEFAULT CHARSET=utf8`,
  `CREATE TABLE commandes (id INT AUTO_INCREMENT PRIMARY KEY, session VARCHAR(64) NOT NULL, adresse VARCHAR(200) NOT NULL,
   articles INT NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8`,
  'CREATE TABLE avis (id INT AUTO_INCREMENT PRIMARY KEY, texte TEXT NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8',
  'CREATE TABLE fournisseurs (code VARCHAR(12) PRIMARY KEY, nom VARCHAR(80) NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8',
  `CREATE TABLE livraisons (id INT PRIMARY KEY, fournisseur_code VARCHAR(12) NOT NULL, colis INT NOT NULL,
   KEY fournisseur (fournisseur_code)) ENGINE=InnoDB DEFAULT CHARSET=utf8`,
]

function product(id: number): (string | number)[] {
  const name = `${pick(nouns, id)} ${pick(qualities, id * 7)} n° ${id}`
  const stock = id % 100 === 0 ? 0 : (id * 37) % 250
  const created = id % 250 === 0 ? '0000-00-00 00:00:00' : `2012-0${(id % 9) + 1}-1${id % 10} 08:00:00`
  const image = `http://www.boutique-ancienne.example/media/${id}.jpg`
  return [id, (id % sizes.categories) + 1, name, ((id * 73) % 9000) / 100 + 1, stock, (id % 50) / 10, image, created]
}

function orderLine(id: number): number[] {
  return [id, ((id * 7919) % sizes.produits) + 1, (id % 5) + 1, id % 20]
}

function supplierCode(index: number): string {
  return `F${String(index + 1).padStart(3, '0')}`
}

/** Returns a delivery of one of ten times as many suppliers as are still known, so that an index finds those of one supplier quickly. */
function delivery(id: number): (string | number)[] {
  return [id, supplierCode((id * 7919) % (sizes.fournisseurs * 10)), (id % 9) + 1]
}

function pick(words: readonly string[], index: number): string {
  return words[index % words.length] ?? ''
}

function* inserts(table: string, rows: readonly (readonly (string | number)[])[]): Generator<string> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const values = rows.slice(at, at + rowsAtOnce).map((row) => `(${row.map(literal).join(',')})`)
    yield `INSERT INTO ${table} VALUES ${values.join(',')}`
  }
}

function literal(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
}
