import Backpropagation
import GradientChecking
import LSTMGates
import LanguageModel
import LinearAlgebra
import Optimizers
import VanillaRNN

/// aⁿbⁿ: three units learn from n up to 20, and are asked about n up to 100.
public struct CountingTask: CellUse {
  /// H; strings of an update; the largest n that is learnt from, and that is asked about.
  public static let (hiddenSize, rows, seen, asked) = (3, 8, 20, 100)
  /// Of Adam; its rate is a fifth in the last third.
  public static let (updates, rate) = (3_000, 0.05)

  /// The task as the chapter has it.
  public init() {}

  /// How a trained model counts.
  public struct Outcome: Sendable {
    /// The n up to which there is no mistake, and how many n are right in all.
    public var longest, right: Int
  }

  public func use(
    _ cell: some RecurrentCell, _ generator: inout SeededGenerator
  ) -> Outcome {
    let right = Counting.rightCounts(of: trained(cell, &generator), upTo: Self.asked)
    return Outcome(
      longest: right.firstIndex(of: false) ?? Self.asked, right: right.count { $0 })
  }

  /// Trains a model on a cell.
  public func trained<Cell: RecurrentCell>(
    _ cell: Cell, _ generator: inout SeededGenerator
  ) -> SymbolModel<Cell> {
    var model = SymbolModel(cell, symbols: Counting.symbols, using: &generator)
    var adam = Adam(learningRate: Self.rate)
    for update in 0..<Self.updates {
      if update == Self.updates * 2 / 3 { adam.learningRate /= 5 }
      var state = model.initialState(rows: Self.rows)
      _ = model.train(
        on: Counting.window(rows: Self.rows, upTo: Self.seen, using: &generator),
        from: &state, maximumNorm: 1, with: &adam)
    }
    return model
  }
}

/// The embedded Reber grammar: twelve units read eight streams, without a reset or with one.
public struct ReberTask: CellUse {
  /// H; streams; steps of a window.
  public static let (hiddenSize, rows, window) = (12, 8, 20)
  /// Of Adam; its rate is a quarter in the last third.
  public static let (updates, rate) = (1_500, 0.01)

  /// Whether every window begins new streams, and the model with a fresh state.
  public var resets: Bool

  /// The task as the chapter has it, or with resets.
  public init(resets: Bool = false) { self.resets = resets }

  /// What the trained model does on eight times 1,000 further steps.
  public struct Outcome: Sendable {
    /// Over all streams.
    public var score = ReberScore()
    /// The largest number of any cell state at their end, without its sign.
    public var largestCell = 0.0
  }

  public func use<Cell: RecurrentCell>(
    _ cell: Cell, _ generator: inout SeededGenerator
  ) -> Outcome {
    var model = SymbolModel(cell, symbols: ReberStream.letters.count, using: &generator)
    var adam = Adam(learningRate: Self.rate)
    var (streams, state) = beginning(of: model, &generator)
    for update in 0..<Self.updates {
      if update == Self.updates * 2 / 3 { adam.learningRate /= 4 }
      if resets { (streams, state) = beginning(of: model, &generator) }
      _ = model.train(
        on: streams.window(length: Self.window), from: &state, maximumNorm: 1, with: &adam)
    }
    // Without resets the test begins where learning has ended.
    var outcome = Outcome()
    for _ in 0..<1_000 / Self.window {
      if resets { (streams, state) = beginning(of: model, &generator) }
      outcome.score += streams.score(model, steps: Self.window, from: &state)
    }
    outcome.largestCell = state.cell.values.map { abs($0) }.max() ?? 0
    return outcome
  }

  private func beginning<Cell>(
    of model: SymbolModel<Cell>, _ generator: inout SeededGenerator
  ) -> (ReberStreams, LSTMState) {
    (
      ReberStreams(rows: Self.rows, seed: generator.next() % 1_000_000),
      model.initialState(rows: Self.rows)
    )
  }
}

/// The adding problem of chapter 07: sixteen units, and two numbers to keep.
public struct AddingTask: CellUse {
  /// H; sequences of an update; their steps.
  public static let (hiddenSize, rows, length) = (16, 16, 40)
  /// Of Adam.
  public static let (updates, rate) = (2_000, 0.01)

  /// The task as the chapter has it.
  public init() {}

  /// The squared error on 500 other sequences, after every hundred updates.
  public func use(
    _ cell: some RecurrentCell, _ generator: inout SeededGenerator
  ) -> [Double] {
    let problem = AddingProblem(length: Self.length)
    var other = SeededGenerator(seed: 1_000_000)
    let test = problem.batch(500, using: &other)
    var model = Regressor(
      cell: cell,
      output: OutputLayer(hiddenSize: Self.hiddenSize, outputs: 1, using: &generator))
    var adam = Adam(learningRate: Self.rate)
    return (1...Self.updates / 100).map { _ in
      for _ in 0..<100 {
        let batch = problem.batch(Self.rows, using: &generator)
        model.train(on: batch, clippingAt: 1, with: &adam)
      }
      return model.loss(on: test)
    }
  }
}

extension CountingTask {
  /// All numbers of a trained model, matrix by matrix.
  public struct Weights: CellUse {
    /// As `CountingTask` trains it.
    public init() {}

    public func use(
      _ cell: some RecurrentCell, _ generator: inout SeededGenerator
    ) -> [Double] {
      CountingTask().trained(cell, &generator).parameters.flatMap { $0.values }
    }
  }
}

extension Cousin {
  /// Trains a cell of this kind to count, and asks how far it gets.
  public func counting(seed: UInt64) -> CountingTask.Outcome {
    CountingTask().use(
      wiring, inputSize: Counting.symbols, hiddenSize: CountingTask.hiddenSize, seed: seed)
  }

  /// Trains a cell of this kind on streams, and tests it on how they go on.
  public func reber(seed: UInt64, resets: Bool = false) -> ReberTask.Outcome {
    ReberTask(resets: resets).use(
      wiring, inputSize: ReberStream.letters.count, hiddenSize: ReberTask.hiddenSize, seed: seed)
  }

  /// Trains a cell of this kind to add: the errors after every hundred updates.
  public func adding(seed: UInt64) -> [Double] {
    AddingTask().use(wiring, inputSize: 2, hiddenSize: AddingTask.hiddenSize, seed: seed)
  }
}
