package io.mailwright.console.audience;

import io.mailwright.audience.imports.OnError;
import io.mailwright.audience.intake.ImportPreview;
import io.mailwright.console.Visitor;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.intake.ListImports;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes a file of recipients from the list page, streamed to disk, and starts its import. With
 * {@code look=1} the body is only the file's beginning, and the answer says what its columns are
 * taken for.
 */
@WebServlet("/upload")
public class UploadServlet extends HttpServlet {
  /** The header that only our own page can send; it holds the visitor's key. */
  public static final String KEY = "X-Mailwright";

  private static final long serialVersionUID = 1L;

  /** The beginning of a file, or a small one; larger workbooks go without a look. */
  private static final int MOST_LOOKED_AT = 20 * 1024 * 1024;

  @Inject private transient ListImports imports;
  @Inject private transient Visitor visitor;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonObject answer;
    try {
      // Only our own page knows the key; a form of another site cannot send this header.
      if (!visitor.getKey().equals(request.getHeader(KEY))) {
        throw new MailwrightException(
            ErrorCode.CROSS_SITE, "The upload did not come from the console. Reload the page.");
      }
      visitor.requireSender();
      boolean isLook = "1".equals(request.getParameter("look"));
      answer = isLook ? look(request.getInputStream(), request.getLocale()) : start(request);
    } catch (MailwrightException e) {
      response.setStatus(e.code().kind().httpStatus());
      answer = Json.createObjectBuilder().add("message", e.line()).build();
    }
    response.setContentType("application/json;charset=UTF-8");
    response.getWriter().write(answer.toString());
  }

  private JsonObject start(HttpServletRequest request) throws IOException {
    long listId = id(request.getParameter("list"));
    OnError onError =
        Require.oneOf(
            "onError",
            Optional.ofNullable(request.getParameter("onError")).orElse("skip"),
            OnError.class);
    String name = Optional.ofNullable(request.getParameter("name")).orElse("");
    imports.start(listId, onError, name, request.getInputStream(), visitor.getName());
    return Json.createObjectBuilder().add("go", "list?id=" + listId).build();
  }

  private static long id(String text) {
    if (text == null || !text.matches("[0-9]{1,18}")) {
      throw Require.refused("list", "is not the number of a list.");
    }
    return Long.parseLong(text);
  }

  private static JsonObject look(InputStream body, Locale locale) throws IOException {
    Path file = Files.createTempFile("mailwright-look", ".upload");
    try {
      byte[] beginning = body.readNBytes(MOST_LOOKED_AT + 1);
      if (beginning.length > MOST_LOOKED_AT) {
        throw new MailwrightException(
            ErrorCode.BODY_TOO_LARGE, "The file is too large to look at before the import.");
      }
      Files.write(file, beginning);
      return FileLook.of(ImportPreview.of(file), locale);
    } finally {
      Files.delete(file);
    }
  }
}
