/** Which mail of which campaign something came back for. */
package io.mailwright.feedback.origin;
