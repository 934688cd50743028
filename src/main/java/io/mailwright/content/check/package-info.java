/**
 * What is told to the author of a template when it is saved: mistakes, and what mail programs will
 * make of it.
 *
 * <p>Finds and explains only. Refusing to render belongs to {@code render}; comparing variables
 * with a list's columns belongs to the campaign.
 */
package io.mailwright.content.check;
