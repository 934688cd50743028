package io.mailwright.content.program;

import io.mailwright.content.render.RenderedAttachment;
import java.util.List;

/**
 * The fixed octets around the texts of a mail: multipart/alternative of text and HTML, inside
 * multipart/related with what the HTML shows and multipart/mixed with attachments, each only where
 * there is something to hold (RFC 2046, RFC 2387).
 *
 * @param head the MIME fields of the mail's header and what follows them, up to the first text's
 *     last header field
 * @param between what stands between the plain text and the HTML's last header field; empty where
 *     there is no plain text
 * @param tail what follows the HTML; shared by all mails, since it holds the encoded files
 */
record Frame(byte[] head, byte[] between, byte[] tail) {
  /** What neither quoted-printable nor base64 can yield (RFC 2045 section 6.7). */
  private static final String BOUNDARY = "=_Mailwright_";

  private static final String TEXT = "Content-Type: text/plain; charset=UTF-8\r\n";
  private static final String HTML = "Content-Type: text/html; charset=UTF-8\r\n";

  /** Encodes the files, once. */
  static Frame of(boolean withText, List<RenderedAttachment> files) {
    List<RenderedAttachment> inline = files.stream().filter(f -> f.inlineId().isPresent()).toList();
    List<RenderedAttachment> attached = files.stream().filter(f -> f.inlineId().isEmpty()).toList();
    Multipart mixed = new Multipart("mixed", "mixed", attached);
    Multipart alternative = new Multipart("alternative", "alternative", List.of());
    Multipart related = new Multipart("related", "related; type=\"text/html\"", inline);
    Octets head = new Octets(512).add("MIME-Version: 1.0\r\n");
    Octets between = new Octets(256);
    Octets tail = new Octets(256);
    if (!attached.isEmpty()) {
      mixed.open(head);
    }
    if (withText) {
      alternative.open(head);
      head.add(TEXT);
      alternative.next(between);
    }
    Octets beforeHtml = withText ? between : head;
    if (!inline.isEmpty()) {
      related.open(beforeHtml);
    }
    beforeHtml.add(HTML);
    if (!inline.isEmpty()) {
      related.close(tail);
    }
    if (withText) {
      alternative.close(tail);
    }
    if (!attached.isEmpty()) {
      mixed.close(tail);
    }
    return new Frame(head.toBytes(), between.toBytes(), tail.add("\r\n").toBytes());
  }

  /** A multipart that begins with a body and goes on with files. */
  private record Multipart(String name, String type, List<RenderedAttachment> files) {
    void open(Octets out) {
      out.add(
          "Content-Type: multipart/" + type + ";\r\n\tboundary=\"" + BOUNDARY + name + "\"\r\n");
      next(out);
    }

    /** The line end before a delimiter belongs to it (RFC 2046 section 5.1.1). */
    void next(Octets out) {
      out.add("\r\n--" + BOUNDARY + name + "\r\n");
    }

    void close(Octets out) {
      for (RenderedAttachment file : files) {
        next(out);
        AttachmentPart.encode(file, out);
      }
      out.add("\r\n--" + BOUNDARY + name + "--");
    }
  }
}
