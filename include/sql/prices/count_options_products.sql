-- Products with options that are written themselves: their variants follow only where they have no price of their own.
select count(*) from price_plan where target = 'catalog' and verdict = 'send' and variant_id is null
