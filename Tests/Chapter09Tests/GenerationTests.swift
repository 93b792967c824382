import CourseTesting
import LanguageModel
import LinearAlgebra
import Writing
import XCTest

/// Exercise 9.5: a text from a model.
final class GenerationTests: ExerciseTestCase {

  /// The text in plain steps, with the places where a mistake can be made.
  private func text(
    _ model: Toy, _ count: Int, after prompt: [Int], _ sampling: Sampling, seed: UInt64,
    feed: (_ old: Int, _ new: Int) -> Int = { $1 }, remembers: Bool = true,
    lasts: Int = .max, state: (Matrix) -> Matrix = { $0 }
  ) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    let initial = model.initialState(rows: 1)
    var step = (logits: Matrix(rows: 1, columns: model.vocabularySize), state: initial)
    for symbol in prompt { step = model.predict([symbol], from: step.state) }
    step.state = state(step.state)
    var result: [Int] = []
    var last = prompt.last ?? 0
    for _ in 0..<count {
      let logits = (0..<model.vocabularySize).map { step.logits[0, $0] }
      let symbol = Reference.draw(Reference.probabilities(logits, sampling), &generator)
      result.append(symbol)
      last = feed(last, symbol)
      let isOver = !remembers || result.count % lasts == 0
      step = model.predict([last], from: isOver ? initial : step.state)
    }
    return result
  }

  private struct Case {
    var model: Toy
    var count: Int
    var prompt: [Int]
    var sampling: Sampling
    var seed: UInt64

    var yours: [Int] {
      var generator = SeededGenerator(seed: seed)
      return model.generate(count, after: prompt, sampling: sampling, using: &generator)
    }

    /// A long text after a long prompt, that no two mistakes write alike.
    static let telling: Case = {
      var generator = SeededGenerator(seed: 811)
      return Case(
        model: generator.toy(7), count: 40, prompt: generator.symbols(12, below: 7),
        sampling: Sampling(temperature: 1.5, k: 4), seed: 34)
    }()
  }

  private func expectText(
    _ model: Toy, _ count: Int, after prompt: [Int], _ sampling: Sampling, seed: UInt64,
    line: UInt = #line
  ) {
    let it = Case(model: model, count: count, prompt: prompt, sampling: sampling, seed: seed)
    let right = text(model, count, after: prompt, sampling, seed: seed)
    let yours = it.yours
    func explained() -> KeyValuePairs<Mistake, [Int]> {
      if let fault = faultBelow(model, along: right, after: prompt, sampling, seed: seed) {
        return [fault: yours]
      }
      return explanation(in: [it, .telling], yours: \.yours, mistakes: mistakes)
    }
    expect(
      yours, "\(count) symbols after \(prompt)", is: right, mistakes: explained(), line: line)
  }

  private func mistakes(_ it: Case) -> KeyValuePairs<Mistake, [Int]> {
    let (model, count, prompt) = (it.model, it.count, it.prompt)
    let (sampling, seed) = (it.sampling, it.seed)
    func mistaken(
      _ count: Int, _ prompt: [Int], feed: (Int, Int) -> Int = { $1 }, remembers: Bool = true,
      lasts: Int = .max, state: (Matrix) -> Matrix = { $0 }
    ) -> [Int] {
      text(
        model, count, after: prompt, sampling, seed: seed, feed: feed, remembers: remembers,
        lasts: lasts, state: state)
    }
    let right = mistaken(count, prompt)
    // After how many symbols the state would have begun anew, and how much of the prompt was read.
    let yours = it.yours
    let lasts = (2..<max(count, 3)).first { mistaken(count, prompt, lasts: $0) == yours }
    let end = (2..<max(prompt.count, 3)).first { mistaken(count, prompt.suffix($0)) == yours }
    return [
      .withThePrompt: prompt + right,
      .symbolTooMany: mistaken(count + 1, prompt),
      .symbolTooFew: Array(right.dropLast()),
      .firstSymbolMissing: Array(mistaken(count + 1, prompt).dropFirst()),
      .forgetsEachStep: mistaken(count, Array(prompt.suffix(1)), remembers: false),
      .stateStandsStill: mistaken(count, prompt, remembers: false),
      .promptLost: mistaken(count, prompt, state: { $0 * 0 }),
      .promptNotCarried: mistaken(count, Array(prompt.suffix(1))),
      .onlyTheFirst: mistaken(count, Array(prompt.prefix(1))),
      .lastReadTwice: mistaken(count, prompt + prompt.suffix(1)),
      .lastNotRead: mistaken(count, prompt.dropLast()),
      .promptNotRead: mistaken(count, []),
      .doesNotReadItself: mistaken(count, prompt, feed: { old, _ in old }),
      .neverReads: fromPromptAlone(
        model, count, prompt, sampling, seed),
      .greedyText: text(model, count, after: prompt, .greedy, seed: seed),
      .plainSoftmax: text(model, count, after: prompt, Sampling(), seed: seed),
      .temperatureAlone: text(
        model, count, after: prompt, Sampling(temperature: sampling.temperature), seed: seed),
      .fromTheLogits: fromLogits(model, count, prompt, seed),
      .textInReverse: right.reversed(),
      .onlyTheEnd: mistaken(count, prompt.suffix(end ?? prompt.count)),
      .memoryEnds: mistaken(count, prompt, lasts: lasts ?? .max),
    ]
  }

  /// Which of exercises 9.1 to 9.4 goes wrong on the way of the right text; nil where none does.
  private func faultBelow(
    _ model: Toy, along text: [Int], after prompt: [Int], _ sampling: Sampling, seed: UInt64
  ) -> Mistake? {
    var generator = SeededGenerator(seed: seed)
    var state = model.initialState(rows: 1)
    var logits: [Double] = []
    for (place, symbol) in (prompt + text).enumerated() {
      if place >= prompt.count {
        if let fault = faultOfProbabilities(logits, sampling) { return fault }
        let right = Reference.probabilities(logits, sampling)
        var copy = generator
        let wanted = Reference.draw(right, &generator)
        if draw(from: right, using: &copy) != wanted || copy != generator {
          return .drawIsWrong
        }
      }
      let step = model.predict([symbol], from: state)
      logits = (0..<model.vocabularySize).map { step.logits[0, $0] }
      state = step.state
    }
    return nil
  }

  private func faultOfProbabilities(_ logits: [Double], _ sampling: Sampling) -> Mistake? {
    func differ(_ yours: [Double], _ right: [Double]) -> Bool {
      difference(yours, from: right, within: 1e-9) != nil
    }
    var right = Reference.softmax(logits, temperature: sampling.temperature)
    if differ(softmax(logits, temperature: sampling.temperature), right) {
      return .softmaxIsWrong
    }
    if let k = sampling.k {
      if differ(topK(right, k: k), Reference.topK(right, k: k)) {
        return .topKIsWrong
      }
      right = Reference.topK(right, k: k)
    }
    if let p = sampling.p, differ(nucleus(right, p: p), Reference.nucleus(right, p: p)) {
      return .nucleusIsWrong
    }
    return nil
  }

  private func fromPromptAlone(
    _ model: Toy, _ count: Int, _ prompt: [Int], _ sampling: Sampling, _ seed: UInt64
  ) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    var step = (
      logits: Matrix(rows: 1, columns: model.vocabularySize), state: model.initialState(rows: 1)
    )
    for symbol in prompt { step = model.predict([symbol], from: step.state) }
    let logits = (0..<model.vocabularySize).map { step.logits[0, $0] }
    let right = Reference.probabilities(logits, sampling)
    return (0..<count).map { _ in Reference.draw(right, &generator) }
  }

  private func fromLogits(
    _ model: Toy, _ count: Int, _ prompt: [Int], _ seed: UInt64
  ) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    var step = (
      logits: Matrix(rows: 1, columns: model.vocabularySize), state: model.initialState(rows: 1)
    )
    for symbol in prompt { step = model.predict([symbol], from: step.state) }
    return (0..<count).map { _ in
      let (u, logits) = (generator.uniform(), (0..<model.vocabularySize).map { step.logits[0, $0] })
      var (sum, symbol) = (0.0, logits.lastIndex { $0 > 0 } ?? 0)
      for (index, logit) in logits.enumerated() {
        sum += logit
        if u < sum {
          symbol = index
          break
        }
      }
      step = model.predict([symbol], from: step.state)
      return symbol
    }
  }

  func test_9_5_textMatchesPlainLoops() {
    // First a text that goes through all symbols, and that every mistake makes a different one of.
    var generator = SeededGenerator(seed: 34)
    expectText(generator.toy(5), 12, after: [1, 1, 2], Sampling(), seed: 34)
    trials(30) { generator in
      let size = 1 + generator.size(5)
      expectText(
        generator.toy(size), 12, after: generator.symbols(generator.size(5), below: size),
        Sampling(), seed: generator.next())
    }
  }

  func test_9_5_eachSymbolIsChosenAsAsked() {
    trials(20) { generator in
      let model = generator.toy(6)
      let prompt = generator.symbols(3, below: 6)
      for sampling in [
        Sampling(temperature: 2, k: 3, p: 0.7), .greedy, Sampling(temperature: 0.5),
        Sampling(k: 2), Sampling(p: 0.6),
      ] {
        expectText(model, 12, after: prompt, sampling, seed: generator.next())
      }
    }
  }

  func test_9_5_theWholePromptIsRemembered() {
    // The two prompts end alike; the model remembers how they began.
    let model = Toy(
      table: [[0, 8, 0], [0, 0, 8], [1, 0, 0]], bias: Matrix(rows: 1, columns: 3))
    for prompt in [[0, 2], [1, 2], [0, 2, 2], [1, 2, 2]] {
      expectText(model, 6, after: prompt, .greedy, seed: 1)
    }
    // A symbol so strong that it is felt after twenty others.
    let strong = Toy(
      table: [[0, 3e7, 0], [0, 0, 3e7], [1, 0, 0]], bias: Matrix(rows: 1, columns: 3))
    for first in [0, 1] {
      expectText(
        strong, 6, after: [first] + Array(repeating: 2, count: 20), .greedy, seed: 1)
    }
  }

  func test_9_5_aLongTextIsRememberedToo() {
    trials(3) { generator in
      let model = generator.toy(5)
      expectText(
        model, 100, after: generator.symbols(15, below: 5), Sampling(), seed: generator.next())
    }
  }

  func test_9_5_noSymbolOrOne() {
    trials(5) { generator in
      let model = generator.toy(4)
      expectText(model, 0, after: [1], Sampling(), seed: 3)
      expectText(model, 1, after: [2], Sampling(), seed: generator.next())
    }
  }

  func test_9_5_firstSymbolsFollowTheDistribution() {
    // What comes first after one prompt, from 20,000 texts: chi-squared at the level of 0.1 %.
    var generator = SeededGenerator(seed: 811)
    let model = generator.toy(5)
    let prompt = [3, 1, 4]
    let logits = fromState(model, prompt)
    for sampling in [Sampling(), Sampling(temperature: 0.7), Sampling(k: 3), Sampling(p: 0.9)] {
      var counts = [Int](repeating: 0, count: 5)
      for _ in 0..<20_000 {
        let text = model.generate(1, after: prompt, sampling: sampling, using: &generator)
        if let first = text.first, counts.indices.contains(first) { counts[first] += 1 }
      }
      expect(
        counts.reduce(0, +) == 20_000,
        orSay: "texts of one symbol: \(20_000 - counts.reduce(0, +)) of 20,000 have none")
      let right = Reference.probabilities(logits, sampling)
      expectFollows(
        counts, right, "first symbols drawn with \(sampling)",
        fault: faultOfProbabilities(logits, sampling) ?? faultOfDraw(right))
    }
  }

  /// Whether symbols drawn with the reader's function are others.
  private func faultOfDraw(_ probabilities: [Double]) -> Mistake? {
    var (yours, right) = (SeededGenerator(seed: 811), SeededGenerator(seed: 811))
    let differs = (0..<100).contains { _ in
      draw(from: probabilities, using: &yours) != Reference.draw(probabilities, &right)
    }
    return differs ? .drawIsWrong : nil
  }

  private func fromState(_ model: Toy, _ prompt: [Int]) -> [Double] {
    var step = (logits: model.bias, state: model.initialState(rows: 1))
    for symbol in prompt { step = model.predict([symbol], from: step.state) }
    return (0..<model.vocabularySize).map { step.logits[0, $0] }
  }
}
