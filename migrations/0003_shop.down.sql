DROP TABLE stripe_events, checkout_sessions, payment_items, payments, purchases, order_items, orders, cart_items, carts;
DROP TYPE checkoutsessionstatusenum, paymentstatusenum, orderstatusenum;
