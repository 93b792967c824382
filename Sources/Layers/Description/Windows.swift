/// What a window does at the ends of what it goes over.
public enum Padding: String, Codable, Sendable, CaseIterable {
  /// It stays inside: a sequence of L steps has (L − span) / stride + 1 windows, rounded down.
  case valid
  /// It may reach over both ends, equally far but for a place at most, where zeros stand: L / stride
  /// windows, rounded up.
  case same
  /// It ends where it stands, and so sees nothing that comes later; before the first step stand zeros.
  /// Of sequences alone.
  ///
  /// - Note: van den Oord et al. (2016), "WaveNet: A Generative Model for Raw Audio".
  case causal
}

/// How windows go over one axis.
struct WindowAxis: Hashable, Codable, Sendable {
  /// Places that a window looks at.
  let size: Int
  /// From one window to the next.
  let stride: Int
  let padding: Padding
  /// From one place of a window to the next.
  let dilation: Int

  init(size: Int, stride: Int, padding: Padding, dilation: Int = 1) {
    self.size = size
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
  }

  /// From a window's first place to its last, both counted.
  var span: Int { (size - 1) * dilation + 1 }

  /// How many windows there are over so many places.
  func count(_ length: Int) -> Int {
    switch padding {
    case .valid: length < span ? 0 : (length - span) / stride + 1
    case .same, .causal: (length + stride - 1) / stride
    }
  }

  /// How far before the first place the first window begins.
  func before(_ length: Int) -> Int {
    switch padding {
    case .valid: 0
    case .causal: span - 1
    case .same: max(0, (count(length) - 1) * stride + span - length) / 2
    }
  }

  /// The places that have so many windows, where those are given: what a transposed convolution makes.
  func spread(_ count: Int) -> Int {
    if count == 0 { return 0 }
    return count * stride + (padding == .valid ? max(0, span - stride) : 0)
  }
}

/// How long a layer makes a time axis.
enum StepMap: Hashable, Sendable {
  /// One step for each window.
  case windows(WindowAxis)
  /// A window of steps for each step.
  case spread(WindowAxis)
  /// So many steps from one on, below 0 from the last that counts.
  case taken(from: Int, count: Int)

  func length(_ length: Int) -> Int {
    switch self {
    case .windows(let axis): axis.count(length)
    case .spread(let axis): axis.spread(length)
    case .taken(_, let count): count
    }
  }

  /// Which steps of the result count, from those of a sequence that do.
  ///
  /// What comes after the last step that counts is not there: the result is as long as without it. Of
  /// the rest a step is left out that comes of padding alone.
  func mask(_ mask: ArraySlice<UInt8>) -> [UInt8] {
    let given = Array(mask)
    let last = (given.lastIndex { $0 != 0 } ?? -1) + 1
    if case .taken(let from, let count) = self {
      let first = from < 0 ? last + from : from
      return (first..<first + count).map { given.indices.contains($0) ? given[$0] : 0 }
    }
    let total = length(given.count)
    let count = length(last)
    var (counts, seen) = (
      [Bool](repeating: false, count: total), [Bool](repeating: false, count: total)
    )
    func note(_ step: Int, sees place: Int) {
      seen[step] = true
      if given[place] != 0 { counts[step] = true }
    }
    switch self {
    case .windows(let axis):
      let before = axis.before(last)
      for step in 0..<count {
        for tap in 0..<axis.size {
          let place = step * axis.stride - before + tap * axis.dilation
          if (0..<last).contains(place) { note(step, sees: place) }
        }
      }
    case .spread(let axis):
      let before = axis.before(count)
      for place in 0..<last {
        for tap in 0..<axis.size {
          let step = place * axis.stride - before + tap * axis.dilation
          if (0..<count).contains(step) { note(step, sees: place) }
        }
      }
    case .taken: break
    }
    return (0..<total).map { $0 < count && (counts[$0] || !seen[$0]) ? 1 : 0 }
  }
}

/// How the numbers of a vector are arranged as an image: row by row, in each pixel by pixel, in each
/// channel by channel.
struct ImageShape: Hashable, Codable, Sendable {
  let height: Int
  let width: Int
  let channels: Int

  var pixels: Int { height * width }
  var size: Int { pixels * channels }

  /// Of sides whose product may be beyond an Int.
  var isTooLarge: Bool {
    Double(height) * Double(width) * Double(channels) > Double(1 << 24)
  }

  /// The numbers, or 0 where they are more than an image may have.
  var checkedSize: Int { isTooLarge ? 0 : size }

  var text: String { "\(height) × \(width) × \(channels)" }
  var description: String { "an image of \(text) numbers" }
}
