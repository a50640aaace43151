import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineNode;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * The text of PDFs as Apache Tika has PDFBox give it: in the order of the content stream, an empty line after each
 * paragraph, a blank before each page, the outline at the end.
 * Arguments: pairs of a PDF and the text file to write.
 */
public class Stripper {
    // The generator prints this for a blank (samples/generator/word/blanks.py); as the separator of words it keeps
    // PDFBox from adding a second blank behind one that is printed.
    private static final String PRINTED_BLANK = "\u2005";

    // A blank that no longer fits on its line stands at the head of the next one; Word lets it hang over.
    private static final Pattern HUNG_OVER = Pattern.compile("(?<=[^\\s" + PRINTED_BLANK + "])\n" + PRINTED_BLANK);

    public static void main(String[] arguments) throws IOException {
        for (int n = 0; n + 1 < arguments.length; n += 2) {
            Files.write(Path.of(arguments[n + 1]), text(new File(arguments[n])).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String text(File file) throws IOException {
        try (PDDocument document = PDDocument.load(file)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(false);
            stripper.setWordSeparator(PRINTED_BLANK);
            stripper.setLineSeparator("\n");
            stripper.setParagraphEnd("\n");
            stripper.setPageStart(" ");
            stripper.setPageEnd("");
            Writer out = new StringWriter();
            stripper.writeText(document, out);
            PDOutlineNode outline = document.getDocumentCatalog().getDocumentOutline();
            if (outline != null) {
                out.write("\n\n");
                writeItems(outline, out);
            }
            return HUNG_OVER.matcher(out.toString()).replaceAll(PRINTED_BLANK + "\n").replace(PRINTED_BLANK, " ");
        }
    }

    private static void writeItems(PDOutlineNode parent, Writer out) throws IOException {
        for (PDOutlineItem item : parent.children()) {
            out.write("\t" + item.getTitle() + "\n");
            writeItems(item, out);
        }
    }
}
