/// The figures at the end of an epoch.
public struct EpochSummary: Equatable, Sendable, CustomStringConvertible {
  /// Counted from 1 over all calls of `fit`.
  public let epoch: Int
  /// Of the epoch's last step.
  public let learningRate: Double
  /// `loss`, the metrics, and the same with `val_` before them where there is validation.
  public let figures: [Figure]

  /// A number that tells how the training goes.
  public struct Figure: Equatable, Sendable {
    /// `loss`, `val_accuracy` and the like.
    public let name: String
    /// Its value; losses are in nats.
    public let value: Double
    /// Whether a larger value is the better one; so it is for accuracies and the like, not for losses.
    public internal(set) var largerIsBetter = false
  }

  /// A figure by its name, or nil if there is none of it.
  public subscript(name: String) -> Double? {
    figures.first { $0.name == name }?.value
  }

  /// The epoch and its figures in a line.
  public var description: String {
    "epoch \(epoch): " + figures.map { ProgressBar.text($0) }.joined(separator: ", ")
  }

  /// Whether a figure is better than the best before it; NaN never is.
  ///
  /// - Parameter change: how much better counts.
  func isBetter(_ name: String, than best: Double?, by change: Double = 0) -> Bool {
    guard let figure = figures.first(where: { $0.name == name }) else { return false }
    guard let best else { return !figure.value.isNaN }
    return figure.largerIsBetter ? figure.value > best + change : figure.value < best - change
  }

  init(
    epoch: Int, learningRate: Double, names: [String], largerIsBetter: [Bool] = [],
    training: [Double], validation: [Double]?
  ) {
    self.epoch = epoch
    self.learningRate = learningRate
    let names = names.enumerated().map { index, name in
      (name, index < largerIsBetter.count && largerIsBetter[index])
    }
    func figures(_ prefix: String, _ values: [Double]) -> [Figure] {
      zip(names, values).map { Figure(name: prefix + $0.0, value: $1, largerIsBetter: $0.1) }
    }
    self.figures = figures("", training) + figures("val_", validation ?? [])
  }
}

/// The epochs of a training, as `fit` returns them.
public struct History: Equatable, Sendable, CustomStringConvertible {
  /// The epochs of this call of `fit`.
  public internal(set) var epochs: [EpochSummary] = []

  /// A figure over the epochs, as `history["val_loss"]`; empty if there is none of it.
  public subscript(name: String) -> [Double] {
    epochs.compactMap { $0[name] }
  }

  /// A line for each epoch.
  public var description: String { epochs.map(\.description).joined(separator: "\n") }
}

/// A training that came to an end because its loss or its gradient stopped being a number. The
/// model has the last weights whose loss was one, or those of its best epoch where a callback put
/// them back.
public struct TrainingDiverged: Error, Equatable, Sendable, CustomStringConvertible {
  /// Of the optimiser, counted from 1.
  public let step: Int
  /// Of that step; not a number, or infinite.
  public let loss: Double
  /// Of that step.
  public let learningRate: Double
  /// Before clipping; not a number where the loss is not.
  public let gradientNorm: Double
  /// The epoch whose weights the model got back from `EarlyStopping`, or nil.
  public internal(set) var restoredEpoch: Int?

  public var description: String {
    let figures = "loss \(loss), learning rate \(learningRate), gradient norm \(gradientNorm)"
    if step == 1 {
      // No update is to blame, and no rate.
      return "the loss is not a number at the first step: \(figures). The weights are as they "
        + "were; scale inputs and targets down to about 1"
    }
    let weights =
      restoredEpoch.map { "the weights of epoch \($0), its best" }
      ?? "the last weights with a loss that is a number"
    return "the loss stopped being a number at step \(step): \(figures). The model has \(weights); "
      + "train on with a smaller learning rate or with clipping"
  }
}
