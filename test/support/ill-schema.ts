/** A schema of MySQL 5.7 with one of everything that the doctor knows, and what a careless migration made of it. */
export const illLegacy: readonly string[] = [
  'CREATE DATABASE ill DEFAULT CHARACTER SET utf8 COLLATE utf8_general_ci',
  'USE ill',
  "SET SESSION sql_mode = ''",
  `CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, \`rank\` INT, customer INT, code VARCHAR(40) UNIQUE, ref VARCHAR(1000),
     paid DATE NOT NULL DEFAULT '0000-00-00', price FLOAT(7,2), weight FLOAT UNSIGNED, serial INT(6) ZEROFILL, note VARCHAR(200),
     secret VARCHAR(40) AS (ENCODE(code, 'k')) VIRTUAL, KEY by_ref (ref), KEY by_customer (customer)) ROW_FORMAT=DYNAMIC`,
  "INSERT INTO orders (code, paid) VALUES ('a', '0000-00-00'), ('b', '2021-03-01')",
  'CREATE TABLE `groups` (id INT PRIMARY KEY, code VARCHAR(40)) ROW_FORMAT=COMPACT',
  'CREATE TABLE meters (id FLOAT AUTO_INCREMENT PRIMARY KEY)',
  'CREATE TABLE parts (id INT) ENGINE=MyISAM PARTITION BY HASH(id) PARTITIONS 2',
  'CREATE TABLE loose (id INT, KEY (id))',
  'CREATE TABLE pointing (id INT, CONSTRAINT to_loose FOREIGN KEY (id) REFERENCES loose (id))',
  'CREATE TABLE renamed (id INT, FOREIGN KEY (id) REFERENCES orders (id))',
  `RENAME TABLE renamed TO ${'x'.repeat(64)}`, // its foreign key is renamed with it, past 64 characters
  "CREATE VIEW hashes AS SELECT ENCRYPT(code, 'ab') AS hash FROM orders",
  'CREATE VIEW sorted AS SELECT customer, COUNT(*) AS n FROM orders GROUP BY customer DESC',
  'CREATE PROCEDURE ranking() SELECT id, rank FROM orders',
  'CREATE FUNCTION dictionary() RETURNS INT READS SQL DATA RETURN (SELECT COUNT(*) FROM mysql.proc)',
  "CREATE FUNCTION words(t TEXT) RETURNS INT DETERMINISTIC RETURN t REGEXP '[[:<:]]a'",
  'CREATE PROCEDURE inside(IN window INT) SELECT 1',
  "CREATE DEFINER = 'ghost'@'%' TRIGGER haunted BEFORE INSERT ON orders FOR EACH ROW SET NEW.note = 'x'",
  "SET SESSION sql_mode = 'NO_AUTO_CREATE_USER'",
  'CREATE PROCEDURE moded() SELECT 1',
  "SET SESSION sql_mode = ''",
  'CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM orders WHERE id < 0',
]

/** Of the server: what production had. */
export const illLegacyServer: readonly string[] = [
  "CREATE USER 'cron'@'%' IDENTIFIED WITH mysql_native_password BY 'x'",
  "SET GLOBAL sql_mode = 'PIPES_AS_CONCAT,NO_AUTO_CREATE_USER'",
  "SET GLOBAL time_zone = '+02:00'",
  'SET GLOBAL max_allowed_packet = 134217728',
  'SET GLOBAL group_concat_max_len = 1000000',
  'SET GLOBAL explicit_defaults_for_timestamp = OFF',
  'SET GLOBAL max_connections = 400',
]

export const illCandidate: readonly string[] = [
  'CREATE DATABASE ill',
  'USE ill',
  `CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, \`rank\` INT, customer INT, code VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci,
     ref VARCHAR(500), paid DATE, note VARCHAR(200), KEY by_customer (customer))`,
  'CREATE TABLE `groups` (id INT PRIMARY KEY, code VARCHAR(40)) ENGINE=MyISAM',
  'CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO DELETE FROM orders WHERE id < 0',
]

/** A schema that both servers read in one way. */
export const well: readonly string[] = [
  'CREATE TABLE customers (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL, born DATE, UNIQUE KEY by_name (name))',
  `CREATE TABLE orders (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, customer INT UNSIGNED NOT NULL, total DECIMAL(9,2) NOT NULL DEFAULT 0,
     at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, FOREIGN KEY (customer) REFERENCES customers (id))`,
  'CREATE VIEW sums AS SELECT customer, SUM(total) AS total FROM orders GROUP BY customer ORDER BY customer',
  'CREATE TRIGGER stamped BEFORE INSERT ON orders FOR EACH ROW SET NEW.total = ROUND(NEW.total, 2)',
  'CREATE PROCEDURE total_of(IN who INT) SELECT SUM(total) FROM orders WHERE customer = who',
]
