/** Leaving and coming back, by the link that each mail carries. */
package io.mailwright.feedback.unsubscribe;
