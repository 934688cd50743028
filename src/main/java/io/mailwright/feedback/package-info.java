/**
 * What comes back: bounces, complaints, automatic replies, unsubscribes, opens and clicks, what is
 * done about them, and the links by which recipients answer. It reaches sending only through
 * tables: suppressions, and the state of routes and sites.
 */
package io.mailwright.feedback;
