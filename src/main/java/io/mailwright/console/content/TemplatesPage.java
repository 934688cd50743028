package io.mailwright.console.content;

import io.mailwright.content.template.Template;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.kernel.store.PageRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** The templates. */
@Named("templatesPage")
@RequestScoped
public class TemplatesPage {
  private static final int ROWS = 500;

  @Inject private TemplateRepository templates;

  private List<Template> rows;

  /** All templates, newest first. */
  public List<Template> getRows() {
    if (rows == null) {
      rows = templates.page(PageRequest.newest(ROWS)).items();
    }
    return rows;
  }
}
