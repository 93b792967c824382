import Course

/// What the LSTM of chapter 08 expects after one beginning, and how its greedy texts end:
/// chapters/measurements/09-plays.txt.
struct Chapter09Data {
  let measured: Measurements

  init(in folder: PackageFolder) throws { measured = try Measurements("09-plays", in: folder) }

  /// How long the loops are that greedy texts after several beginnings end in; 0 where there is none.
  var loops: [Double] { measured["loops"] }

  /// Each symbol with its logit after the prompt, the largest first.
  var logits: [(symbol: String, logit: Double)] {
    let symbols = (measured.texts["symbols"] ?? "").split(separator: " ").map(String.init)
    return Array(zip(symbols, measured["logits"]))
  }
}
