/**
 * How a claimed recipient's mail leaves: a worker takes a lane, claims a chunk, sends it over
 * routes, and settles every row.
 *
 * <p>Plain Java: the batch runtime only drives it.
 */
package io.mailwright.delivery.send;
