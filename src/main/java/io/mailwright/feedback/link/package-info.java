/**
 * The links by which recipients answer: signed, bound to one use, and read without a database.
 * Where they lead is none of this package's business.
 */
package io.mailwright.feedback.link;
