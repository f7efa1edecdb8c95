-- What was sold since the back office last counted is found by when its order was accepted.
create index orders_accepted on backoffice.orders (accepted_at);
