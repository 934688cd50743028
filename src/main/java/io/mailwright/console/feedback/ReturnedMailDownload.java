package io.mailwright.console.feedback;

import io.mailwright.console.Visitor;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.RawMail;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A mail that came back, as a file: {@code /returned-mail.eml?id=7}. */
@WebServlet("/returned-mail.eml")
public class ReturnedMailDownload extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient EvidenceRepository evidence;
  @Inject private transient Visitor visitor;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!visitor.isSender()) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    String id = request.getParameter("id");
    Optional<RawMail> mail =
        id != null && id.matches("[0-9]{1,18}")
            ? evidence.raw(Long.parseLong(id))
            : Optional.empty();
    if (mail.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setContentType("message/rfc822");
    response.setHeader("Content-Disposition", "attachment; filename=\"returned-" + id + ".eml\"");
    try (InputStream raw = mail.get().open()) {
      raw.transferTo(response.getOutputStream());
    }
  }
}
