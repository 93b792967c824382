/// A register of several numbers, with the operations that the kernels need.
///
/// The kernels are written once, over `Lanes`, as `@inlinable` functions. Each instruction set's
/// module instantiates them with its own registers and compiles them with its own flags. Everything
/// here is inlined, so that no module emits a generic function that the linker could mistake for
/// another module's.
///
/// An incremental build does not notice a change in the body of an inlinable function of another
/// module. After changing a template, build anew:
///
///     swift package clean
///
/// A comparison is a requirement because only the standard library's concrete ones become one
/// instruction; all else is the same for every type.
public protocol Lanes {
  associatedtype Vector: SIMD
  where
    Vector.Scalar: BinaryFloatingPoint & SIMDScalar, Vector.MaskStorage.Scalar: FixedWidthInteger

  var vector: Vector { get set }
  init(_ vector: Vector)

  /// `self + a * b`, rounded once where the processor does that in one instruction, else twice.
  func addingProduct(_ a: Self, _ b: Self) -> Self

  /// All bits set in the lanes where `a < b`, none elsewhere.
  static func isLess(_ a: Self, _ b: Self) -> Vector.MaskStorage
}

extension Lanes {
  public typealias Scalar = Vector.Scalar
  public typealias Bits = Vector.MaskStorage

  @inlinable @inline(__always)
  public static var count: Int { Vector.scalarCount }

  @inlinable @inline(__always)
  public init(_ number: Scalar) { self.init(Vector(repeating: number)) }

  @inlinable @inline(__always)
  public init(bits: Bits) { self.init(unsafeBitCast(bits, to: Vector.self)) }

  @inlinable @inline(__always)
  public var bits: Bits { unsafeBitCast(vector, to: Bits.self) }

  @inlinable @inline(__always)
  public static func load(_ pointer: UnsafePointer<Scalar>) -> Self {
    Self(UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self))
  }

  @inlinable @inline(__always)
  public func store(_ pointer: UnsafeMutablePointer<Scalar>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: Vector.self)
  }

  /// Loads the first numbers of a register; the other lanes are zero.
  @inlinable @inline(__always)
  public static func load(_ pointer: UnsafePointer<Scalar>, first count: Int) -> Self {
    if count == Self.count { return load(pointer) }
    var vector = Vector()
    for lane in 0..<count { vector[lane] = pointer[lane] }
    return Self(vector)
  }

  /// Stores the first lanes.
  @inlinable @inline(__always)
  public func store(_ pointer: UnsafeMutablePointer<Scalar>, first count: Int) {
    if count == Self.count { return store(pointer) }
    for lane in 0..<count { pointer[lane] = vector[lane] }
  }

  @inlinable @inline(__always)
  public static func + (a: Self, b: Self) -> Self { Self(a.vector + b.vector) }

  @inlinable @inline(__always)
  public static func - (a: Self, b: Self) -> Self { Self(a.vector - b.vector) }

  @inlinable @inline(__always)
  public static func * (a: Self, b: Self) -> Self { Self(a.vector * b.vector) }

  @inlinable @inline(__always)
  public static func / (a: Self, b: Self) -> Self { Self(a.vector / b.vector) }

  /// `a` in the lanes of the mask, `b` elsewhere.
  ///
  /// Written so, it compiles to one instruction for the lot, or none: the usual `(a & mask) |
  /// (b & ~mask)` is taken apart lane by lane on AVX-512, and all that is computed from it.
  @inlinable @inline(__always)
  public static func select(_ mask: Bits, _ a: Self, _ b: Self) -> Self {
    Self(bits: b.bits ^ ((a.bits ^ b.bits) & mask))
  }
}
