import Backpropagation
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import VanillaRNN

extension Forecaster {
  /// Learns from one batch: forward, pinball loss, back through time and into the fading input,
  /// clipping, one update.
  ///
  /// - Parameters:
  ///   - batch: windows with as many targets as the model says.
  ///   - limit: the greatest norm that all gradients together may have.
  ///   - optimizer: makes the update.
  /// - Returns: the loss before the update.
  @discardableResult
  public mutating func train(
    on batch: WindowBatch, clippingAt limit: Double, with optimizer: inout some Optimizer
  ) -> Double {
    let reading = cell.read(inputs(batch))
    let last = batch.steps.count - 1
    let judged = pinball(
      output.logits(reading.hidden[last]), targets: batch.targets, levels: levels)
    let answer = affineGradients(
      reading.hidden[last], weights: output.weights, outputGradient: judged.gradient)
    var hiddenGradients = reading.hidden.map { $0.filledWithZeros }
    hiddenGradients[last] = answer.input
    let start = LSTMState.zeros(batch: batch.targets.rows, hiddenSize: cell.hiddenSize)
    let below = cell.gradients(
      reading.record, from: start, hiddenGradients: hiddenGradients)
    var faded = FadingGradients(
      rate: fading.rate.filledWithZeros, bias: fading.bias.filledWithZeros)
    if way == .fading {
      for (step, arriving) in zip(batch.steps, below.inputs) {
        let found = fading.gradients(step, filledGradient: arriving.column(0))
        faded.rate += found.rate
        faded.bias += found.bias
      }
    }
    let gradients =
      below.parameters + [answer.weights, answer.bias, faded.rate, faded.bias]
    optimizer.update(
      &parameters, gradients: clippedByGlobalNorm(gradients, limit: limit).gradients)
    return judged.loss
  }

  /// A forecaster that has learnt from the training part of a series; see `ForecastLesson`.
  ///
  /// - Parameters:
  ///   - logbook: what it learns from.
  ///   - way: what it is told of gaps.
  ///   - levels: of its forecasts.
  ///   - seed: of its first weights, and of the windows that are drawn.
  ///   - updates: how many.
  public static func trained(
    on logbook: Logbook, _ way: GapWay, levels: [Double] = [0.5], seed: UInt64,
    updates: Int = ForecastLesson.updates
  ) -> Forecaster {
    var lesson = ForecastLesson(on: logbook, way, levels: levels, seed: seed, updates: updates)
    while !lesson.isOver { lesson.advance() }
    return lesson.model
  }
}

/// A forecaster that learns update by update: Adam at a rate of 0.01, a fifth of it in the last quarter.
public struct ForecastLesson: Sendable {
  /// H, windows of an update and updates, in all experiments of the chapter.
  public static let (hiddenSize, rows, updates) = (16, 32, 800)

  /// What it has become.
  public private(set) var model: Forecaster
  /// Updates that have been made, and those that there will be.
  public private(set) var (made, planned): (Int, Int)
  private let logbook: Logbook
  private var generator: SeededGenerator
  private var adam = Adam(learningRate: 0.01)

  /// A forecaster before its first update; see `Forecaster.trained`.
  public init(
    on logbook: Logbook, _ way: GapWay, levels: [Double] = [0.5], seed: UInt64,
    updates: Int = updates
  ) {
    generator = SeededGenerator(seed: seed)
    model = Forecaster(
      way, levels: levels, horizon: logbook.horizon, hiddenSize: Self.hiddenSize,
      using: &generator)
    (made, planned) = (0, updates)
    self.logbook = logbook
  }

  /// Whether all updates have been made.
  public var isOver: Bool { made >= planned }

  /// Makes the next update.
  public mutating func advance() {
    if made == planned * 3 / 4 { adam.learningRate /= 5 }
    model.train(
      on: logbook.trainingBatch(Self.rows, using: &generator), clippingAt: 1, with: &adam)
    made += 1
  }
}
