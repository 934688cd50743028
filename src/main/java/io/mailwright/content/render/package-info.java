/**
 * Compiling a template once and rendering it for each recipient, within limits on size, loops and
 * time.
 *
 * <p>Templates come from people and values from contacts, so both are treated as hostile: a
 * template reaches strings of the recipient and nothing else. Storage of templates and the encoding
 * as MIME do not belong here.
 */
package io.mailwright.content.render;
