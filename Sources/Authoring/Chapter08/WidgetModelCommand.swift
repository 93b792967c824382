import Course
import Tasks
import Text

extension Command {
  static let devWidgetModel = Command(
    name: "dev widget-model",
    summary: "trains the model of chapter 08's widget; takes minutes",
    usage: "course dev widget-model",
    example: "swift run course dev widget-model",
    positionals: 0...0
  ) { arguments in
    let folder = try PackageFolder.containing()
    let chapters = folder.names(in: "chapters").filter { $0.hasPrefix("0") && $0.hasSuffix(".md") }
    let corpus = Corpus(
      try chapters.map { plainProse(of: try folder.text("chapters/\($0)") ?? "") }.joined())
    var configuration = TrainingConfiguration.standard
    (configuration.hidden, configuration.embedding, configuration.batch) = (160, 32, 16)
    (configuration.epochs, configuration.validation) = (30, 0.05)
    let run = try TrainingRun(configuration, reading: corpus)
    while !run.isFinished {
      guard let report = try run.advance().report else { continue }
      arguments.terminal.print(
        "epoch \(report.epoch) of \(configuration.epochs): "
          + "\(fixed(report.validation?.loss ?? .nan, 3)) nats a character")
    }
    let file = WidgetModel(run.checkpoint).file
    try folder.write(file, to: WidgetModel.path)
    arguments.terminal.print(
      "\(WidgetModel.path): \(grouped(file.count)) bytes, from \(grouped(corpus.text.count)) "
        + "characters")
    return .done
  }
}

/// The running text of a chapter: no code, tables, headings, formulas or marks, and only characters of
/// a keyboard.
func plainProse(of markdown: String) -> String {
  var fence = FenceReader()
  let text = lines(of: withoutComments(markdown)).filter { line in
    fence.read(line) == .outside && !trimmed(line).isEmpty && !line.contains("$")
      && !["|", "#", "!", "<", "    "].contains { line.hasPrefix($0) }
  }
  return text.map { line in
    line.replacing(/\[([^\]]*)\]\([^)]*\)/) { String($0.output.1) }.filter { character in
      character.isASCII
        && (character.isLetter || character.isNumber || " .,:;?'()-\"".contains(character))
    } + "\n"
  }.joined()
}
