-- The shop's tables, in the SQL of MySQL 5.7 with an empty sql_mode.
CREATE TABLE products (
  id INT PRIMARY KEY AUTO_INCREMENT, sku VARCHAR(20) NOT NULL, name VARCHAR(80) NOT NULL, colour VARCHAR(20) NOT NULL, price DECIMAL(8,2) NOT NULL,
  stock INT NOT NULL, weight FLOAT NOT NULL, added DATETIME NOT NULL, discount INT NULL, KEY colour (colour)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO products (id, sku, name, colour, price, stock, weight, added, discount) VALUES
  (1, 'A-1', 'Anchor', 'steel', 120.00, 3, 12.5, '2019-03-01 10:00:00', 0),
  (2, 'B-7', 'Buoy', 'orange', 35.50, 0, 2.25, '2019-04-11 09:30:00', 5),
  (3, 'C-2', 'Compass', 'brass', 89.90, 7, 0.4, '2018-12-24 18:00:00', NULL),
  (4, 'D-9', 'Dinghy', 'orange', 990.00, 1, 45, '2020-01-15 12:00:00', 10),
  (5, 'F-3', 'Flag', 'blue', 9.99, 40, 0.1, '2017-06-30 08:15:00', 0),
  (6, 'L-5', 'Lantern', 'brass', 54.00, 12, 1.2, '2019-09-09 09:09:09', 0),
  (7, 'O-4', 'Oar', 'oak', 42.00, 16, 3.1, '2016-02-29 23:59:59', 15),
  (8, 'R-6', 'Rope', 'blue', 19.00, 60, 5.5, '2021-05-05 05:05:05', NULL);
CREATE TABLE orders (
  id INT PRIMARY KEY AUTO_INCREMENT, customer VARCHAR(60) NOT NULL, product_id INT NOT NULL, quantity INT NOT NULL, placed DATE NOT NULL, note VARCHAR(20) NOT NULL DEFAULT '',
  KEY product (product_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO orders (customer, product_id, quantity, placed, note) VALUES
  ('zoe', 1, 1, '2021-01-05', ''), ('adam', 3, 2, '2021-01-05', 'gift'), ('mia', 5, 10, '2021-02-11', ''), ('adam', 8, 3, '2021-03-01', ''),
  ('ben', 3, 1, '2021-03-02', 'gift'), ('zoe', 6, 2, '2021-04-20', ''), ('mia', 2, 4, '2021-05-14', ''), ('carl', 7, 2, '2021-06-30', '');
CREATE TABLE customers (id INT PRIMARY KEY AUTO_INCREMENT, login VARCHAR(40) NOT NULL, city VARCHAR(40) NOT NULL, born DATE NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO customers (login, city, born) VALUES
  ('zoe', 'Brest', '1980-02-02'), ('adam', 'Marseille', '0000-00-00'), ('mia', 'Brest', '1991-07-14'), ('ben', 'Nantes', '1975-00-00'), ('carl', 'Nantes', '1968-11-30');
CREATE TABLE reviews (id INT PRIMARY KEY, stars INT NOT NULL, title VARCHAR(300) NOT NULL, body TEXT NOT NULL, KEY title (title(10))) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO reviews SELECT n, n % 3 + 3, CONCAT('Review ', n), REPEAT('Sailed well. ', 4) FROM (
  SELECT a.n * 10 + b.n + 1 AS n FROM
    (SELECT 0 n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) a,
    (SELECT 0 n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) b) numbers;
CREATE TABLE guestbook (id INT PRIMARY KEY AUTO_INCREMENT, author VARCHAR(10) NOT NULL, message VARCHAR(200) NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TABLE appointments (id INT PRIMARY KEY AUTO_INCREMENT, boat VARCHAR(40) NOT NULL, day DATE NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TABLE newsletter (email VARCHAR(80) NOT NULL, since DATE NOT NULL, UNIQUE KEY email (email)) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO newsletter (email, since) VALUES ('zoe@harbour.example', '2019-05-05'), ('mia@harbour.example', '2020-01-31');
CREATE TABLE moorings (id INT PRIMARY KEY AUTO_INCREMENT, code VARCHAR(10) NOT NULL, pier INT NOT NULL, KEY code (code)) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO moorings (code, pier) VALUES ('P1-03', 1), ('P1-04', 1), ('P2-01', 2);
CREATE TABLE visits (id INT PRIMARY KEY AUTO_INCREMENT, page VARCHAR(40) NOT NULL) ENGINE=MyISAM DEFAULT CHARSET=utf8;
CREATE TABLE dealers (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(60) NOT NULL, street VARCHAR(60) NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO dealers (name, street) VALUES ('Nordsee Segel', 'Hafenstrasse'), ('Boote Kiel', 'Hafenstraße'), ('Voiles du Port', 'Quai Nord'), ('Sud Marine', 'Quai Sud');
CREATE TABLE receipts (id INT PRIMARY KEY AUTO_INCREMENT, number INT(6) ZEROFILL NOT NULL, sold_in YEAR NOT NULL, total DECIMAL(8,2) NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO receipts (number, sold_in, total) VALUES (42, 2019, 120.00), (137, 2020, 35.50), (2021, 2021, 9.99), (2077, 2021, 89.90);
CREATE TABLE price_import (sku VARCHAR(20) NOT NULL, price DECIMAL(8,2) NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO price_import (sku, price) VALUES ('A-1', 115.00), ('B-7', 32.00);
CREATE TABLE stock_import (sku VARCHAR(20) NOT NULL, stock INT NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8;
CREATE TABLE invoices (id INT PRIMARY KEY AUTO_INCREMENT, customer VARCHAR(60) NOT NULL, state VARCHAR(10) NOT NULL DEFAULT 'open') ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO invoices (customer, state) VALUES ('zoe', 'open'), ('adam', 'paid');
CREATE TABLE news (id INT PRIMARY KEY AUTO_INCREMENT, title VARCHAR(80) NOT NULL, body TEXT NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8;
INSERT INTO news (title, body) VALUES
  ('New quay opened', '<p><img src="http://www.harbour-shop.example/media/quay.jpg" alt="The quay"> Come and see it.</p>'),
  ('Regatta in June', '<p>Enter your boat at <a href="http://www.harbour-shop.example/regatta">our desk</a>.</p>');
