import Foundation

/// Saves the model after every epoch, or after those alone that were the best so far.
///
///     ModelCheckpoint("best.safetensors", savesBestOnly: true)
///     ModelCheckpoint("models/{epoch:02d}-{val_loss:.2f}.safetensors")
///
/// Whenever the program is killed, the file is the whole model of some epoch.
public struct ModelCheckpoint: Callback {
  /// Where the model is saved. `{epoch}`, and the name of any figure in braces, is filled in; a width
  /// or a number of places may follow, as in `{epoch:03d}` and `{val_loss:.2f}`.
  public let path: String
  /// The name of the figure that says which epoch is best, as histories have it.
  public let monitor: String
  /// Whether only epochs that were the best so far are saved.
  public let savesBestOnly: Bool
  /// Whether the file has what `fit` goes on from, about three times as many numbers.
  public let includesTraining: Bool
  private var best: Double?

  /// Saves to a file. Training does not begin where none can be written at the path
  /// (`ModelFileError`), or a figure is wanted that there is not (`ModelError`); errors of saving end
  /// it.
  public init(
    _ path: String, monitor: String = "val_loss", savesBestOnly: Bool = false,
    includesTraining: Bool = true
  ) {
    self.path = path
    self.monitor = monitor
    self.savesBestOnly = savesBestOnly
    self.includesTraining = includesTraining
  }

  public mutating func trainingBegins(_ model: any TrainableModel, _ plan: TrainingPlan) throws {
    if savesBestOnly { try checkMonitor(monitor, plan) }
    if includesTraining { try model.checkTrainingCanBeSaved() }
    best = nil
    try AtomicFile.checkWritable(
      filled(path, epoch: 1, plan.figures.map { .init(name: $0, value: 0) }))
  }

  public mutating func epochEnded(
    _ epoch: EpochSummary, _ model: any TrainableModel
  ) throws -> Bool {
    if let path = try path(for: epoch) {
      try model.save(to: path, includingTraining: includesTraining)
    }
    return true
  }

  /// Where the model of an epoch is saved; nil if it is not.
  private mutating func path(for epoch: EpochSummary) throws -> String? {
    if savesBestOnly {
      guard epoch.isBetter(monitor, than: best) else { return nil }
      best = epoch[monitor]
    }
    let path = try filled(path, epoch: epoch.epoch, epoch.figures)
    AtomicFile.removeLeftovers(of: path)
    return path
  }
}

/// A path with what stands in its braces filled in.
///
/// - Throws: `ModelError` if that is no figure, or asks for a form that it cannot have.
private func filled(
  _ path: String, epoch: Int, _ figures: [EpochSummary.Figure]
) throws(ModelError) -> String {
  var result = ""
  var rest = path[...]
  while let match = rest.firstMatch(of: /\{([^{}:]*)(?::([^{}]*))?\}/) {
    let (name, form) = (String(match.1), match.2.map { String($0) })
    result += rest[..<match.range.lowerBound]
    if name == "epoch", (form ?? "d").wholeMatch(of: /0?\d?\dd|d/) != nil {
      result += String(format: "%\(form?.dropLast() ?? "")ld", epoch)
    } else if let figure = figures.first(where: { $0.name == name }),
      (form ?? ".4f").wholeMatch(of: /\.\d?\d[fg]/) != nil
    {
      result += String(format: "%" + (form ?? ".4g"), figure.value)
    } else {
      throw ModelError(
        "\(path) has \(match.0), which stands for nothing: name a file by epoch, "
          + figures.map(\.name).joined(separator: ", ") + ", as {epoch:02d} or {loss:.2f}")
    }
    rest = rest[match.range.upperBound...]
  }
  return result + rest
}

/// Writes a table of comma-separated values with a line for every epoch. The file is whole after
/// every epoch.
public struct CSVLog: Callback {
  /// Where the table is written.
  public let path: String
  private var text = ""

  /// Writes to a file; errors of writing (`ModelFileError`) end the training, before its first step
  /// where there can be no file.
  public init(_ path: String) {
    self.path = path
  }

  public mutating func trainingBegins(_ model: any TrainableModel, _ plan: TrainingPlan) throws {
    AtomicFile.removeLeftovers(of: path)
    text = (["epoch", "learning_rate"] + plan.figures).joined(separator: ",") + "\n"
    try write()
  }

  public mutating func epochEnded(
    _ epoch: EpochSummary, _ model: any TrainableModel
  ) throws -> Bool {
    let values = ["\(epoch.epoch)", "\(epoch.learningRate)"] + epoch.figures.map { "\($0.value)" }
    text += values.joined(separator: ",") + "\n"
    try write()
    return true
  }

  private func write() throws { try AtomicFile.write([Array(text.utf8)], to: path) }
}
