// Checks a log in a folder with Go's own implementation: main DIR VKEY INDEX OLDSIZE OLDROOT(base64).
// Its tiles are read through tlog.TileHashReader, which believes a tile only where it leads to the signed root.
package main

import (
	"encoding/base64"
	"fmt"
	"io/ioutil"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder string

func (folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range tiles {
		// Go writes tile/8/LEVEL/..., C2SP tlog-tiles leaves the height out.
		raw, err := ioutil.ReadFile(filepath.Join(string(f), strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		read = append(read, raw)
	}
	return read, nil
}

func (folder) SaveTiles([]tlog.Tile, [][]byte) {}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	raw, err := ioutil.ReadFile(filepath.Join(os.Args[1], "checkpoint"))
	check(err)
	opened, err := note.Open(raw, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	hash, err := tlog.ParseHash(lines[2])
	check(err)
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: hash}, folder(os.Args[1]))

	index, err := strconv.ParseInt(os.Args[3], 10, 64)
	check(err)
	entry, err := ioutil.ReadFile(filepath.Join(os.Args[1], "entry"))
	check(err)
	record, err := tlog.ProveRecord(size, index, reader)
	check(err)
	check(tlog.CheckRecord(record, size, hash, index, tlog.RecordHash(entry)))

	old, err := strconv.ParseInt(os.Args[4], 10, 64)
	check(err)
	oldRoot, err := base64.StdEncoding.DecodeString(os.Args[5])
	check(err)
	var oldHash tlog.Hash
	copy(oldHash[:], oldRoot)
	tree, err := tlog.ProveTree(size, old, reader)
	check(err)
	check(tlog.CheckTree(tree, size, hash, old, oldHash))
	fmt.Println("ok", size)
}
