/// What every pooling layer is described by.
struct Pooling: Equatable, Codable, Sendable {
  enum Kind: String, Codable, Sendable {
    case max
    case average
  }

  let kind: Kind
  /// Nil if it goes over time steps.
  var vertical: WindowAxis?
  let horizontal: WindowAxis

  init(_ kind: Kind, _ size: Int, stride: Int?, _ padding: Padding) {
    self.kind = kind
    horizontal = WindowAxis(size: size, stride: stride ?? size, padding: padding)
  }

  init(_ kind: Kind, _ size: (Int, Int), stride: (Int, Int)?, _ padding: Padding) {
    self.kind = kind
    vertical = WindowAxis(size: size.0, stride: stride?.0 ?? size.0, padding: padding)
    horizontal = WindowAxis(size: size.1, stride: stride?.1 ?? size.1, padding: padding)
  }
}

/// A pooling of all steps or pixels at once.
struct GlobalPooling: Equatable, Codable, Sendable {
  let kind: Pooling.Kind
  let isOverTime: Bool
}

/// The largest number of each window of time steps, for each place in the vectors by itself. Padded and
/// masked steps are passed over; the gradient goes to the first of the largest.
public struct MaxPooling1D: Equatable, Sendable {
  let pooling: Pooling

  /// A layer whose windows have `size` steps, `stride` apart; nil for as many as `size`.
  public init(_ size: Int = 2, stride: Int? = nil, padding: Padding = .valid) {
    pooling = Pooling(.max, size, stride: stride, padding)
  }
}

/// The mean of each window of time steps, for each place in the vectors by itself. Padded and masked
/// steps are passed over.
public struct AveragePooling1D: Equatable, Sendable {
  let pooling: Pooling

  /// A layer whose windows have `size` steps, `stride` apart; nil for as many as `size`.
  public init(_ size: Int = 2, stride: Int? = nil, padding: Padding = .valid) {
    pooling = Pooling(.average, size, stride: stride, padding)
  }
}

/// The largest number of each window of an image, for each channel by itself. The gradient goes to the
/// first of the largest.
public struct MaxPooling2D: Equatable, Sendable {
  let pooling: Pooling

  /// A layer whose windows have `size` pixels, height and width, `stride` apart; nil for as many as
  /// `size`.
  public init(
    _ size: (Int, Int) = (2, 2), stride: (Int, Int)? = nil, padding: Padding = .valid
  ) {
    pooling = Pooling(.max, size, stride: stride, padding)
  }

  /// A layer whose windows are square.
  public init(_ size: Int, stride: Int? = nil, padding: Padding = .valid) {
    self.init((size, size), stride: stride.map { ($0, $0) }, padding: padding)
  }
}

/// The mean of each window of an image, for each channel by itself. Of windows that reach over the edge,
/// what is inside counts.
public struct AveragePooling2D: Equatable, Sendable {
  let pooling: Pooling

  /// A layer whose windows have `size` pixels, height and width, `stride` apart; nil for as many as
  /// `size`.
  public init(
    _ size: (Int, Int) = (2, 2), stride: (Int, Int)? = nil, padding: Padding = .valid
  ) {
    pooling = Pooling(.average, size, stride: stride, padding)
  }

  /// A layer whose windows are square.
  public init(_ size: Int, stride: Int? = nil, padding: Padding = .valid) {
    self.init((size, size), stride: stride.map { ($0, $0) }, padding: padding)
  }
}

/// The largest number over all time steps that count, for each place in the vectors by itself:
/// batch × time × n becomes batch × n. The gradient goes to the first of the largest.
public struct GlobalMaxPooling1D: Equatable, Sendable {
  /// A layer that takes the largest numbers.
  public init() {}
}

/// The mean over all time steps that count: batch × time × n becomes batch × n.
public struct GlobalAveragePooling1D: Equatable, Sendable {
  /// A layer that takes the mean.
  public init() {}
}

/// The largest number over all pixels, for each channel by itself: height × width × channels becomes
/// a vector of channels. The gradient goes to the first of the largest.
public struct GlobalMaxPooling2D: Equatable, Sendable {
  /// A layer that takes the largest numbers.
  public init() {}
}

/// The mean over all pixels: height × width × channels becomes a vector of channels.
public struct GlobalAveragePooling2D: Equatable, Sendable {
  /// A layer that takes the mean.
  public init() {}
}

/// Every time step so many times over.
public struct UpSampling1D: Equatable, Sendable {
  /// How often each step stands in the result.
  public let size: Int

  /// A layer that makes sequences so many times as long.
  public init(_ size: Int = 2) {
    self.size = size
  }
}

/// Every pixel so many times over, down and to the right.
public struct UpSampling2D: Equatable, Sendable {
  /// How often each pixel stands in the result, down.
  public let height: Int
  /// How often each pixel stands in the result, to the right.
  public let width: Int

  /// A layer that makes images so many times as high and wide.
  public init(_ size: (Int, Int) = (2, 2)) {
    (height, width) = size
  }

  /// A layer that makes images so many times as high and as wide.
  public init(_ size: Int) {
    self.init((size, size))
  }
}

/// All numbers of an example as one vector: of an image, or of a fixed number of time steps. In
/// ``TimeDistributed`` those of each time step.
public struct Flatten: Equatable, Sendable {
  /// A layer that makes vectors.
  public init() {}
}
