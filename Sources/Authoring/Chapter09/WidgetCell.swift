import Backpropagation
import LSTMGates
import LanguageModel
import LinearAlgebra
import VanillaRNN
import Writing

extension LSTMModel {
  /// The widget's model as the chapters' own.
  init(_ widget: WidgetModel) {
    let matrices = widget.matrices
    self.init(
      cell: LSTMCell(inputWeights: matrices[0], recurrentWeights: matrices[1], bias: matrices[2]),
      output: OutputLayer(weights: matrices[3], bias: matrices[4]))
  }
}

/// What two cells of the widget's language model do while it reads and writes: the numbers and the
/// picture of chapter 09.
struct WidgetCell {
  static let (cell, counter, texts, temperature, length) = (154, 93, 5, 0.6, 2_000)
  static let sentences = "The text is short. It ends here."

  /// For each text the correlation of the cell's value with the letters since the word began.
  let correlations: [Double]
  /// For each text the correlation of the counter with the characters since the sentence began.
  let counterCorrelations: [Double]
  /// The mean value at a character that is no letter, at a word's first letter, its second, its third.
  let means: [Double]

  /// - Parameter widget: begins after a line's end, and writes.
  init(_ widget: WidgetModel) {
    let model = LSTMModel(widget)
    let end = widget.symbols.firstIndex(of: "\n") ?? 0
    let sampling = Writing.Sampling(temperature: Self.temperature)
    let texts = (1...Self.texts).map { seed in
      var generator = SeededGenerator(seed: UInt64(seed))
      let text = model.generate(Self.length, after: [end], sampling: sampling, using: &generator)
      return Self.read(text, widget)
    }
    correlations = texts.map { cosine(centred($0.map(\.value)), centred($0.map(\.letters))) }
    counterCorrelations = texts.map { text in
      cosine(centred(text.map(\.counter)), centred(text.map(\.characters)))
    }
    means = [0.0, 1, 2, 3].map { place in
      mean(texts.joined().filter { $0.letters == place }.map(\.value))
    }
  }

  /// At one character of a text: both cells, the letters since the word began, and the characters
  /// since the sentence began.
  struct Moment {
    var value, counter, letters, characters: Double
  }

  /// The model reads a text after a line's end.
  static func read(_ text: [Int], _ widget: WidgetModel) -> [Moment] {
    let model = LSTMModel(widget)
    let end = widget.symbols.firstIndex(of: "\n") ?? 0
    var state = model.predict([end], from: model.initialState(rows: 1)).state
    var (letters, characters, isNew) = (0.0, 0.0, true)
    return text.map { symbol in
      state = model.predict([symbol], from: state).state
      let character = widget.symbols[symbol].first ?? " "
      letters = character.isLetter ? letters + 1 : 0
      // A sentence begins with its first letter; until then the last one goes on.
      characters = isNew && character.isLetter ? 0 : characters + 1
      isNew = [".", "?", "\n"].contains(character) || isNew && !character.isLetter
      return Moment(
        value: state.cell[0, Self.cell], counter: state.cell[0, Self.counter], letters: letters,
        characters: characters)
    }
  }
}

func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

/// The cosine of two such lists is Pearson's correlation.
private func centred(_ numbers: [Double]) -> [Double] {
  let mean = mean(numbers)
  return numbers.map { $0 - mean }
}
