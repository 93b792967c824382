import Course
import Tasks
import Text

extension Command {
  static let devWidgetModel = Command(
    name: "dev widget-model",
    summary: "trains the model of chapter 09's widget; takes minutes",
    usage: "course dev widget-model",
    example: "swift run course dev widget-model",
    positionals: 0...0
  ) { arguments in
    let folder = try PackageFolder.containing()
    let corpus = try TrainingSession.readCorpus([])
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
