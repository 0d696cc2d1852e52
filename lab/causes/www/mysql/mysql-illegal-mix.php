<?php
require '../lib/page.php';
head('Deliveries by city');
mysqli_query(db(), 'CREATE TEMPORARY TABLE city_rates (city VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL, rate DECIMAL(6,2) NOT NULL) ENGINE=InnoDB');
mysqli_query(db(), "INSERT INTO city_rates VALUES ('Brest', 12.00), ('Nantes', 9.50)");
mysqli_query(db(), 'CREATE TEMPORARY TABLE city_orders (city VARCHAR(40) NOT NULL, parcels INT NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4');
mysqli_query(db(), "INSERT INTO city_orders VALUES ('Brest', 3), ('Nantes', 2)");
table(rows('SELECT o.city, o.parcels * r.rate AS cost FROM city_orders o JOIN city_rates r ON r.city = o.city ORDER BY o.city'));
foot();
