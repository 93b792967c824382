import Backpropagation
import CourseTesting
import LanguageModel
import LinearAlgebra
import VanillaRNN
import XCTest

/// Exercise 8.4: learning from one window.
final class TrainingTests: ExerciseTestCase {

  /// Everything that a step of learning leaves behind.
  private struct Learnt: Checkable {
    var loss: Double
    var parameters: [Matrix]
    var state: Matrix
    var steps: Double

    var checkedShape: String {
      "a loss, parameters of \(parameters.checkedShape) and a state of \(state.shape)"
    }

    var checkedEntries: [CheckedEntry] {
      [CheckedEntry(place: "the loss", value: loss)]
        + zip(["the table", "the bias"], parameters).flatMap { named($0, $1) }
        + named("the state", state)
        + [CheckedEntry(place: "the number of steps of the optimiser", value: steps)]
    }

    private func named(_ name: String, _ matrix: Matrix) -> [CheckedEntry] {
      matrix.checkedEntries.map { CheckedEntry(place: "\($0.place) of \(name)", value: $0.value) }
    }
  }

  private struct Setting {
    var model: Toy
    var windows: [Window]
    var state: Matrix
    var maximumNorm: Double
    var rate = 0.5
  }

  /// The windows in plain steps, with the places where a mistake can be made.
  private func learnt(
    _ setting: Setting,
    read: (Window) -> Window = { $0 },
    from begin: (_ old: Matrix, _ initial: Matrix) -> Matrix = { old, _ in old },
    carry: (_ old: Matrix, _ new: Matrix) -> Matrix = { $1 },
    change: ([Matrix], Double) -> [Matrix] = TrainingTests.clipped,
    steps: Double = 1, forgets: Bool = false, rereads: Bool = false
  ) -> Learnt {
    var (model, state) = (setting.model, setting.state)
    var optimizer = GrowingSteps(learningRate: setting.rate)
    var loss = 0.0
    for window in setting.windows.map(read) {
      let start = begin(state, model.initialState(rows: state.rows))
      let inputs = window.inputs.map { symbols in
        build(rows: symbols.count, columns: model.vocabularySize) { $1 == symbols[$0] ? 1 : 0 }
      }
      let result = model.lossAndGradients(inputs, targets: window.targets, from: start)
      if forgets { optimizer.steps = 0 }
      for _ in 0..<Int(steps) {
        optimizer.update(
          &model.parameters, gradients: change(result.gradients, setting.maximumNorm))
      }
      if forgets { optimizer.steps = 0 }
      loss = result.loss
      state = carry(
        state, rereads ? model.loss(of: window, from: start).state : result.finalState)
    }
    return Learnt(loss: loss, parameters: model.parameters, state: state, steps: optimizer.steps)
  }

  private static func norm(_ matrices: [Matrix]) -> Double {
    matrices.flatMap(\.values).reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private static func clipped(_ gradients: [Matrix], _ limit: Double) -> [Matrix] {
    let norm = norm(gradients)
    return gradients.map { $0 * (norm > limit ? limit / norm : 1) }
  }

  private func clamped(_ matrix: Matrix, _ limit: Double) -> Matrix {
    build(rows: matrix.rows, columns: matrix.columns) { min(max(matrix[$0, $1], -limit), limit) }
  }

  private func yours(_ setting: Setting) -> Learnt {
    var (model, state) = (setting.model, setting.state)
    var optimizer = GrowingSteps(learningRate: setting.rate)
    var loss = 0.0
    for window in setting.windows {
      loss = model.train(
        on: window, from: &state, maximumNorm: setting.maximumNorm, with: &optimizer)
    }
    return Learnt(loss: loss, parameters: model.parameters, state: state, steps: optimizer.steps)
  }

  private func expectLearnt(_ setting: Setting, line: UInt = #line) {
    let right = learnt(setting)
    func with(_ change: (inout Learnt) -> Void) -> Learnt {
      var copy = right
      change(&copy)
      return copy
    }
    let untouched = setting.model.parameters
    let last = setting.windows.count - 1
    let before = learnt(
      {
        var fewer = setting
        fewer.windows = Array(setting.windows.dropLast())
        return fewer
      }())
    var after = setting.model
    after.parameters = right.parameters
    let lossAfter = after.loss(of: setting.windows[last], from: before.state).loss
    let amount = setting.windows.count == 1 ? "1 window" : "\(setting.windows.count) windows"
    expect(
      yours(setting), "what learning from \(amount) leaves", equals: right,
      within: 1e-9,
      mistakes: [
        .optimizerNotAsked: with {
          $0.parameters = untouched
          $0.loss = learnt(setting, steps: 0).loss
          $0.state = learnt(setting, steps: 0).state
          $0.steps = 0
        },
        .copyOfTheParameters: {
          var copy = learnt(setting, steps: 0)
          copy.steps = right.steps
          return copy
        }(),
        .copyOfTheOptimizer: learnt(setting, forgets: true),
        .askedTwice: learnt(setting, steps: 2),
        .notClipped: learnt(setting, change: { gradients, _ in gradients }),
        .eachClippedAlone: learnt(
          setting,
          change: { gradients, limit in
            gradients.flatMap { TrainingTests.clipped([$0], limit) }
          }),
        .alwaysScaled: learnt(
          setting,
          change: { gradients, limit in
            gradients.map { $0 * (limit / TrainingTests.norm(gradients)) }
          }),
        .eachNumberClipped: learnt(
          setting,
          change: { gradients, limit in
            gradients.map { clamped($0, limit) }
          }),
        .stateStays: learnt(setting, carry: { old, _ in old }),
        .stateOfZeros: learnt(setting, carry: { old, _ in old * 0 }),
        .fromTheInitialState: learnt(setting, from: { $1 }),
        .fromTheInitialStateAndStays: learnt(setting, from: { $1 }, carry: { old, _ in old }),
        .repeatsWhatItReads: learnt(
          setting, read: { Window(inputs: $0.inputs, targets: $0.inputs) }),
        .backwards: learnt(setting, read: { Window(inputs: $0.targets, targets: $0.inputs) }),
        .readsTheTargets: learnt(
          setting, read: { Window(inputs: $0.targets, targets: $0.targets) }),
        .lossAfterTheStep: with { $0.loss = lossAfter },
        .stateAfterTheStep: learnt(setting, rereads: true),
        .lossSummed: with { $0.loss *= Double(setting.windows[last].length) },
        .lossOverLength: with { $0.loss /= Double(setting.windows[last].length) },
      ], line: line)
  }

  private func setting(
    _ generator: inout SeededGenerator, windows: Int, maximumNorm: Double
  ) -> Setting {
    let size = 1 + generator.size(4)
    let (rows, length) = (generator.size(3), generator.size(4))
    let text = generator.symbols(windows * length * rows + 1, below: size)
    return Setting(
      model: generator.toy(size),
      windows: Reference.windows(text, rows: rows, length: length),
      state: .normal(rows: rows, columns: size, using: &generator), maximumNorm: maximumNorm)
  }

  func test_8_4_oneWindowMatchesPlainLoops() {
    trials(50) { generator in
      let limit = generator.uniform(in: 0.05...2)
      expectLearnt(setting(&generator, windows: 1, maximumNorm: limit))
    }
  }

  func test_8_4_theStateGoesOnFromWindowToWindow() {
    trials(30) { generator in
      expectLearnt(setting(&generator, windows: 3, maximumNorm: 100))
    }
  }

  func test_8_4_theGradientsAreClippedTogether() {
    trials(20) { generator in
      expectLearnt(setting(&generator, windows: 2, maximumNorm: 0.1))
    }
  }

  func test_8_4_smallGradientsStayAsTheyAre() {
    trials(10) { generator in
      expectLearnt(setting(&generator, windows: 1, maximumNorm: 1e6))
    }
  }

  func test_8_4_aLongWindowAndALargeLoss() {
    trials(3) { generator in
      var long = setting(&generator, windows: 1, maximumNorm: 1)
      long.model = generator.toy(3, spread: 20)
      long.state = Matrix(rows: 1, columns: 3)
      long.windows = Reference.windows(generator.symbols(51, below: 3), rows: 1, length: 50)
      expectLearnt(long)
    }
  }

  func test_8_4_aTinyLimitAndATinyLoss() {
    trials(3) { generator in
      expectLearnt(setting(&generator, windows: 1, maximumNorm: 1e-4))
    }
    // A model that is nearly sure of "abab…": what is left to learn is learnt.
    let sure = Toy(table: [[-4, 4], [4, -4]], bias: [[0, 0]])
    expectLearnt(
      Setting(
        model: sure, windows: Reference.windows([0, 1, 0, 1, 0], rows: 1, length: 4),
        state: Matrix(rows: 1, columns: 2), maximumNorm: 5))
  }

  func test_8_4_theRNNAndTheLSTMLearnAText() {
    // "abab…" holds no surprise for whoever remembers one symbol; an even guess is log 2, 0.693.
    var generator = SeededGenerator(seed: 1)
    var rnn = RNNModel(vocabularySize: 2, hiddenSize: 4, using: &generator)
    var lstm = LSTMModel(vocabularySize: 2, hiddenSize: 4, using: &generator)
    expectLearns(&rnn, "RNN")
    expectLearns(&lstm, "LSTM")
  }

  private func expectLearns<Model: RecurrentModel>(_ model: inout Model, _ name: String) {
    let text = (0..<201).map { $0 % 2 }
    var optimizer = GrowingSteps(learningRate: 0.02)
    var losses: [Double] = []
    var state = model.initialState(rows: 2)
    for _ in 0..<4 {
      for window in Reference.windows(text, rows: 2, length: 5) {
        losses.append(
          model.train(on: window, from: &state, maximumNorm: 5, with: &optimizer))
      }
    }
    expect(
      losses[0] > 0.5 && losses[losses.count - 1] < 0.2,
      orSay: "\(name): on the text abab… the loss goes from \(losses[0]) to "
        + "\(losses[losses.count - 1]) in \(losses.count) steps; it should fall below 0.2")
  }
}
