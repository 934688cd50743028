/**
 * Templates as people keep them: a name and a row of versions, each of which never changes.
 * Checking, compiling and rendering belong in {@code content.render}.
 */
package io.mailwright.content.template;
