// Package privateid makes and opens the private ids of videos, such as k1KqUqDdmllgej374a2. People who have one can
// watch a private video. The vendor says that successive calls return different ids, and that each of them stays valid
// (docs/spec/rest.md#private-ids).
//
//	ids := privateid.New(signer)
//	secret := ids.Next("x26m1j4")  // another one each time
//	id, ok := ids.Open(secret)     // "x26m1j4", true
//
// A private id holds the video and a number, which is counted per video, under a MAC. So it is opened without an index,
// also after a restart, and by every server with the same key.
package privateid

import (
	"encoding/json"
	"errors"
	"math/big"
	"strconv"
	"strings"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/signed"
)

// The parts of a private id after its k, in digits of base 62. The video has more digits if its id is longer than x and
// seven characters, as an id in a world file can be.
const (
	macDigits    = 6
	numberDigits = 5
	videoDigits  = 7
	base         = 62
	numbers      = base * base * base * base * base
)

// maxLength is the length of the private id of the longest id of a video.
const maxLength = 40

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// maxVideos bounds the videos whose numbers are remembered.
const maxVideos = 1 << 14

// IDs makes private ids. It is safe for concurrent use.
type IDs struct {
	signer *signed.Signer

	mu    sync.Mutex
	made  *lru.Cache[string, uint64] // by video: how many ids were made
	floor uint64                     // the most that were made of a video that was forgotten
}

// New returns IDs of which none has been made.
func New(signer *signed.Signer) *IDs {
	d := &IDs{signer: signer}
	d.made, _ = lru.NewWithEvict(maxVideos, func(_ string, n uint64) { d.floor = max(d.floor, n) }) // the size is valid
	return d
}

// Next returns a private id of a video, another one each time.
func (d *IDs) Next(video string) string {
	d.mu.Lock()
	n, known := d.made.Get(video)
	if !known {
		n = d.floor
	}
	d.made.Add(video, n+1)
	d.mu.Unlock()
	return d.encode(video, (n+1)%numbers)
}

// First returns the same private id of a video each time.
func (d *IDs) First(video string) string { return d.encode(video, 0) }

// Open returns the video of a private id that any server with the same key has made.
func (d *IDs) Open(private string) (video string, ok bool) {
	if len(private) < 1+macDigits+numberDigits+videoDigits || len(private) > maxLength || private[0] != 'k' {
		return "", false
	}
	mac, masked := private[1:1+macDigits], []byte(private[1+macDigits:])
	for i, m := range d.mask(mac, len(masked)) {
		digit := strings.IndexByte(digits, masked[i])
		if digit < 0 {
			return "", false
		}
		masked[i] = digits[(digit+base-m)%base]
	}
	n := number(masked[:numberDigits])
	video = "x" + strings.TrimPrefix(number(masked[numberDigits:]).Text(36), "1")
	return video, d.encode(video, n.Uint64()) == private
}

// encode returns the private id of a video with a number.
func (d *IDs) encode(video string, n uint64) string {
	of, _ := new(big.Int).SetString("1"+video[1:], 36) // the 1 keeps zeros at the beginning
	if of == nil {
		return ""
	}
	text := append(padded(new(big.Int).SetUint64(n), numberDigits), padded(of, videoDigits)...)
	mac := d.mac(video, n)
	for i, m := range d.mask(mac, len(text)) {
		text[i] = digits[(strings.IndexByte(digits, text[i])+m)%base]
	}
	return "k" + mac + string(text)
}

// mac returns the MAC of a video and a number, as digits.
func (d *IDs) mac(video string, n uint64) string {
	sum := d.signer.Bytes("private id", []byte(video+" "+strconv.FormatUint(n, 10)))
	text := make([]byte, macDigits)
	for i := range text {
		text[i] = digits[sum[i]%base]
	}
	return string(text)
}

// mask returns what is added to the digits behind a MAC, so that ids of one video have nothing in common.
func (d *IDs) mask(mac string, n int) []int {
	const each = 16 // bytes of a MAC
	mask := make([]int, n)
	for i := range mask {
		if i%each == 0 {
			block := d.signer.Bytes("private id mask", []byte(mac+strconv.Itoa(i/each)))
			for k := i; k < min(n, i+each); k++ {
				mask[k] = int(block[k-i] % base)
			}
		}
	}
	return mask
}

// padded returns a number as at least n digits.
func padded(value *big.Int, n int) []byte {
	var text []byte
	rest, digit := new(big.Int).Set(value), new(big.Int)
	for rest.Sign() > 0 || len(text) < n {
		rest.DivMod(rest, big.NewInt(base), digit)
		text = append([]byte{digits[digit.Int64()]}, text...)
	}
	return text
}

// number returns the number that digits stand for.
func number(text []byte) *big.Int {
	value := new(big.Int)
	for _, c := range text {
		value.Mul(value, big.NewInt(base))
		value.Add(value, big.NewInt(int64(strings.IndexByte(digits, c))))
	}
	return value
}

// state is the snapshot. The videos are in the order in which they will be forgotten.
type state struct {
	Floor  uint64  `json:"floor"`
	Videos []count `json:"videos"`
}

type count struct {
	Video string `json:"video"`
	Made  uint64 `json:"made"`
}

// Snapshot returns the numbers as JSON.
func (d *IDs) Snapshot() (json.RawMessage, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := state{Floor: d.floor, Videos: []count{}}
	for _, video := range d.made.Keys() {
		n, _ := d.made.Peek(video)
		all.Videos = append(all.Videos, count{video, n})
	}
	return json.Marshal(all)
}

// Restore replaces the numbers by those of a snapshot.
func (d *IDs) Restore(data json.RawMessage) error {
	var all state
	if len(data) > 0 { // a snapshot of an earlier version has none
		if err := json.Unmarshal(data, &all); err != nil {
			return err
		}
	}
	if len(all.Videos) > maxVideos {
		return errors.New("too many private ids")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.made.Purge()
	for _, one := range all.Videos {
		d.made.Add(one.Video, one.Made)
	}
	d.floor = all.Floor
	return nil
}
