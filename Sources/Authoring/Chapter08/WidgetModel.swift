import Course
import Foundation
import Laboratory
import Layers
import LinearAlgebra
import Tasks
import Text

/// The language model of chapter 08's widget: one LSTM without an embedding, in eight bits a weight.
struct WidgetModel: Equatable {
  /// One character each, in the order of their indices.
  let symbols: [String]
  /// H.
  let units: Int
  /// W, U, b, Wy and by.
  let matrices: [Matrix]

  static let path = "\(Widget.folder)/language-model.bin"

  init(symbols: [String], units: Int, matrices: [Matrix]) {
    (self.symbols, self.units, self.matrices) = (symbols, units, matrices)
  }

  /// A model that `course train` made, of one LSTM. What its embedding does to a one-hot row is done
  /// by the rows of W.
  init(_ checkpoint: Checkpoint) {
    symbols = checkpoint.vocabulary.symbols
    units = checkpoint.configuration.hidden
    let tensors = checkpoint.best.map { tensor in
      let columns = tensor.shape.last ?? 1
      return Matrix(
        rows: tensor.values.count / columns, columns: columns,
        values: tensor.values.map { Double($0) })
    }
    matrices = [tensors[0] * tensors[1]] + tensors[2...]
  }

  // MARK: The file

  /// The count of the symbols' bytes, the symbols as UTF-8, H; then for each matrix a scale for each
  /// column in single precision, and a whole number from -127 to 127 for each weight. Numbers are
  /// little-endian.
  var file: [UInt8] {
    let text = Array(symbols.joined().utf8)
    var bytes = Self.bytes(of: UInt16(text.count)) + text + Self.bytes(of: UInt16(units))
    for matrix in matrices {
      let scales = (0..<matrix.columns).map { column in
        Float((matrix.column(column).values.map { abs($0) }.max() ?? 0) / 127)
      }
      for scale in scales { bytes += Self.bytes(of: scale.bitPattern) }
      for (index, weight) in matrix.values.enumerated() {
        let scale = Double(scales[index % matrix.columns])
        let steps = scale == 0 ? 0 : (weight / scale).rounded()
        bytes.append(UInt8(bitPattern: Int8(max(-127, min(127, steps)))))
      }
    }
    return bytes
  }

  private static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}

// MARK: - What it learns from

/// The running text of a chapter: no code, tables, headings, formulas or marks, and only characters of
/// a keyboard.
func plainProse(of markdown: String) -> String {
  var prose = ""
  var fence = FenceReader()
  for line in lines(of: withoutComments(markdown)) {
    let isText = fence.read(line) == .outside && !trimmed(line).isEmpty && !line.contains("$")
    guard isText, !["|", "#", "!", "<", "    "].contains(where: { line.hasPrefix($0) })
    else { continue }
    let shown =
      line
      .replacing(/\[([^\]]*)\]\([^)]*\)/) { String($0.output.1) }
      .filter { character in
        character.isASCII
          && (character.isLetter || character.isNumber || " .,:;?'()-\"".contains(character))
      }
    prose += shown + "\n"
  }
  return prose
}

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
    configuration.hidden = 160
    configuration.embedding = 32
    configuration.batch = 16
    configuration.epochs = 30
    configuration.validation = 0.05
    let vocabulary = Vocabulary(of: corpus.text, unit: .character)
    let run = TrainingRun(
      configuration,
      text: try TrainingText(corpus, vocabulary: vocabulary, configuration: configuration),
      corpus: CorpusIdentity(files: [], corpus: corpus), threads: processorCount)
    while !run.isFinished {
      guard case .epoch(let report, _, _) = try run.advance() else { continue }
      arguments.terminal.print(
        "epoch \(report.epoch) of \(configuration.epochs): "
          + "\(fixed(report.validation?.loss ?? .nan, 3)) nats a character")
    }
    let file = WidgetModel(run.checkpoint).file
    try folder.write(Data(file), to: WidgetModel.path)
    arguments.terminal.print(
      "\(WidgetModel.path): \(grouped(file.count)) bytes, from \(grouped(corpus.text.count)) "
        + "characters")
    return .done
  }
}
