package io.mailwright.recipient;

import io.mailwright.feedback.link.ReaderToken;
import io.mailwright.feedback.link.RecipientLinks;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** The picture that says that a mail is shown: one transparent dot. */
@WebServlet(name = "picture", urlPatterns = "/o/*")
public class PictureServlet extends ReaderServlet {
  private static final long serialVersionUID = 1L;

  private static final byte[] DOT =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

  @Inject private transient RecipientLinks links;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    secure(response);
    Optional<ReaderToken> said = links.open(file(request));
    if (said.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    visits().take(said.get(), reader(request));
    response.setContentType("image/gif");
    response.setContentLength(DOT.length);
    response.getOutputStream().write(DOT);
  }
}
