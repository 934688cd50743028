package io.mailwright.recipient;

import io.mailwright.feedback.link.ReaderToken;
import io.mailwright.feedback.link.RecipientLinks;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Leads on to where a link in a mail leads. The target is part of what is signed, so that nobody
 * can have it lead elsewhere; what was altered is refused.
 */
@WebServlet(name = "click", urlPatterns = "/c/*")
public class ClickServlet extends ReaderServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient RecipientLinks links;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    secure(response);
    Optional<ReaderToken> said = links.click(file(request));
    if (said.isEmpty()) {
      refuse(request, response);
      return;
    }
    visits().take(said.get(), reader(request));
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setHeader("Location", WebAddress.ascii(said.get().target()));
  }

  private static void refuse(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Locale locale =
        request.getLocale().getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    RecipientPage page = new RecipientPage(locale);
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    page.heading(page.word("unknown.title"))
        .paragraph(page.word("altered.text"))
        .send(response, HttpServletResponse.SC_BAD_REQUEST);
  }
}
